package dev.skep.nodes;

import dev.skep.isa.Bytecode;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.LastAsked;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.FunctionRecord;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.verifier.Facts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shapes of the programs that were loaded last: tests load the same program into one fresh kernel after the other.
 * Nothing here holds on to a kernel. Safe for several threads.
 */
public final class ShapeMemory {
    private static final int KEPT = 256;
    /** What takes longer to verify and to run than to look at is not worth keeping. */
    private static final int MOST_SLOTS = 4096;

    private final LastAsked<Question, CodeShape> shapes = new LastAsked<>(KEPT);

    /** What a shape depends on. The code is the same object, as the memory of linked programs hands it out. */
    private static final class Question {
        private final Bytecode code;
        private final ProgramType type;
        private final AttachType attachType;
        private final List<FunctionRecord> functions;
        private final Facts facts;
        private final KernelTypes types;

        Question(ProgramImage image, Facts facts, KernelTypes types) {
            this.code = image.code();
            this.type = image.type();
            this.attachType = image.attachType();
            this.functions = image.functions();
            this.facts = facts;
            this.types = types;
        }

        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(@Nullable Object object) {
            return object instanceof Question other
                    && code == other.code
                    && type == other.type
                    && attachType == other.attachType
                    && functions.equals(other.functions)
                    && types == other.types
                    && facts.hasSameDeadCode(other.facts);
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(code) + type.id();
        }
    }

    /** As {@link CodeShape#of}. */
    CodeShape shape(ProgramImage image, Facts facts, KernelTypes types) {
        if (image.code().size() > MOST_SLOTS) {
            return CodeShape.of(image, facts, types);
        }
        CodeShape known = shapes.find(new Question(image, facts, types));
        if (known != null) {
            return known;
        }
        CodeShape shape = CodeShape.of(image, facts, types);
        shapes.remember(new Question(image, facts.withoutMaps(), types), shape);
        return shape;
    }
}
