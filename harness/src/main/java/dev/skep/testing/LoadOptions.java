package dev.skep.testing;

import dev.skep.language.Admission;
import java.util.List;

/**
 * How an object is loaded. Begin with {@link #usual}, refine with {@code withX}.
 *
 * @param programs which programs; empty for all that libbpf would load
 * @param admission whether the verifier is asked
 * @param counting what is counted while programs run
 */
public record LoadOptions(List<String> programs, Admission admission, Counting counting) {
    private static final LoadOptions USUAL = new LoadOptions(List.of(), Admission.VERIFIED, Counting.NOTHING);

    /** What is counted while programs run. */
    public enum Counting {
        NOTHING,
        /** Lines and branches that are executed, see {@link BpfObject#coverage()}. */
        COVERAGE
    }

    public LoadOptions {
        programs = List.copyOf(programs);
    }

    /** As libbpf does. */
    public static LoadOptions usual() {
        return USUAL;
    }

    public LoadOptions withPrograms(List<String> value) {
        return new LoadOptions(value, admission, counting);
    }

    public LoadOptions withAdmission(Admission value) {
        return new LoadOptions(programs, value, counting);
    }

    public LoadOptions withCounting(Counting value) {
        return new LoadOptions(programs, admission, value);
    }
}
