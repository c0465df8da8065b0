package dev.skep.verifier;

import dev.skep.kernel.LastAsked;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapFlags;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.program.ProgramImage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The verifier, with a memory for what it was asked last: tests load the same program into one fresh kernel after the
 * other, and most of what loading costs is verifying. A verdict is remembered with all that it depends on: the program,
 * the blueprints and addresses of its maps, the contents of those that nobody can change, the options. Nothing here
 * holds on to a kernel. Safe for several threads.
 */
public final class VerdictMemory {
    private static final int KEPT = 512;

    private final LastAsked<Question, Answer> answers = new LastAsked<>(KEPT);

    /**
     * What a verdict depends on. What comes from the same object is the same object here, which is looked at first: a
     * second test should not pay for comparing what nobody changed.
     *
     * @param program without its maps
     */
    private record Question(ProgramImage program, List<MapFacts> maps, VerifierOptions options) {
        @Override
        public boolean equals(@Nullable Object object) {
            return object instanceof Question other
                    && isSame(program, other.program)
                    && maps.equals(other.maps)
                    && isSame(options, other.options);
        }

        private static boolean isSame(ProgramImage a, ProgramImage b) {
            return a.name().equals(b.name())
                    && a.section().equals(b.section())
                    && a.type() == b.type()
                    && a.attachType() == b.attachType()
                    && a.code().equals(b.code())
                    && a.btf().equals(b.btf())
                    && a.functions().equals(b.functions())
                    && a.lines().equals(b.lines())
                    && a.license().equals(b.license())
                    && a.flags() == b.flags()
                    && a.attachTarget().equals(b.attachTarget());
        }

        private static boolean isSame(VerifierOptions a, VerifierOptions b) {
            return a.privilege().equals(b.privilege())
                    && a.level().equals(b.level())
                    && a.summary() == b.summary()
                    && a.logLimit() == b.logLimit()
                    && a.cpus() == b.cpus()
                    && Objects.equals(a.kernelTypes(), b.kernelTypes());
        }

        @Override
        public int hashCode() {
            return 31 * program.name().hashCode() + program.code().size();
        }
    }

    /**
     * What a verdict depends on about a map.
     *
     * @param contents its value, where it is constant; null for others
     */
    private record MapFacts(
            MapSpec spec,
            long address,
            long valueAddress,
            @Nullable ByteBuffer contents) {
        @Override
        public boolean equals(@Nullable Object object) {
            return object instanceof MapFacts other
                    && address == other.address
                    && valueAddress == other.valueAddress
                    && Objects.equals(spec, other.spec)
                    && Objects.equals(contents, other.contents);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(address);
        }

        static MapFacts of(BpfMap map) {
            boolean hasValue = map.type() == MapType.ARRAY && map.spec().maxEntries() == 1;
            long value = hasValue ? map.directValue(0) : 0;
            boolean constant = hasValue
                    && map.spec().has(MapFlags.RDONLY_PROG)
                    && map.syscall().isFrozen();
            return new MapFacts(
                    map.spec(),
                    map.address(),
                    value,
                    constant
                            ? ByteBuffer.wrap(map.kernel()
                                    .memory()
                                    .bytes(value, map.spec().valueSize()))
                            : null);
        }
    }

    /** What the verifier said, without the maps of the kernel that it said it about. */
    private sealed interface Answer {
        record Accepted(String log, Statistics statistics, Facts facts, Map<Integer, Integer> mapIndices)
                implements Answer {}

        record Rejected(Verdict.Rejected verdict) implements Answer {}
    }

    /** As {@link Verifier#verify(ProgramImage, VerifierOptions)}. */
    public Verdict verify(ProgramImage program, VerifierOptions options) {
        Question question = new Question(
                program.withMaps(List.of()),
                program.maps().stream().map(MapFacts::of).toList(),
                options);
        Answer known = answers.find(question);
        if (known != null) {
            return verdict(program, known);
        }
        Verdict verdict = Verifier.verify(program, options);
        answers.remember(question, answer(program, verdict));
        return verdict;
    }

    private static Answer answer(ProgramImage program, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted accepted ->
                new Answer.Accepted(
                        accepted.log(),
                        accepted.statistics(),
                        accepted.facts().withoutMaps(),
                        accepted.facts().mapIndices(program.maps()));
            case Verdict.Rejected rejected -> new Answer.Rejected(rejected);
        };
    }

    private static Verdict verdict(ProgramImage program, Answer answer) {
        return switch (answer) {
            case Answer.Accepted accepted ->
                new Verdict.Accepted(
                        program,
                        accepted.log(),
                        accepted.statistics(),
                        accepted.facts().withMaps(accepted.mapIndices(), program.maps()));
            case Answer.Rejected rejected -> rejected.verdict();
        };
    }
}
