package dev.skep.link;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.KernelVersion;
import dev.skep.kernel.LastAsked;
import dev.skep.object.ObjectSpec;
import org.jspecify.annotations.Nullable;

/**
 * The linker, with a memory for the objects that it linked last: tests bring the same object into one fresh kernel
 * after the other, and only its maps differ. Nothing here holds on to a kernel. Safe for several threads.
 */
public final class LinkMemory {
    private static final int KEPT = 64;

    private final LastAsked<Question, LinkedPrograms> objects = new LastAsked<>(KEPT);

    /** What linked code depends on: an object, by identity since to compare two takes long, and the kernel's kind. */
    private static final class Question {
        private final ObjectSpec object;
        private final KernelTypes types;
        private final KernelVersion version;

        Question(ObjectSpec object, KernelTypes types, KernelVersion version) {
            this.object = object;
            this.types = types;
            this.version = version;
        }

        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(@Nullable Object other) {
            return other instanceof Question question
                    && object == question.object
                    && types == question.types
                    && (version == question.version || version.equals(question.version));
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(object);
        }
    }

    /** As {@link Linker#link(ObjectSpec, Kernel)}. */
    public LinkedObject link(ObjectSpec object, Kernel kernel) {
        LinkedPrograms programs =
                programs(object, kernel.config().types(), kernel.config().version());
        return new LinkedObject(object, kernel, programs, new MapMaker(object, kernel, programs.externs()).make());
    }

    private LinkedPrograms programs(ObjectSpec object, KernelTypes types, KernelVersion version) {
        return objects.answer(
                new Question(object, types, version),
                _ -> new LinkedPrograms(
                        object,
                        ResolvedExterns.of(object, KernelSymbols.of(types), KernelConfiguration.reference(version)),
                        types));
    }
}
