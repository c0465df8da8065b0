package dev.skep.testing;

import dev.skep.language.Admission;
import java.util.List;

/**
 * How an object is loaded. Begin with {@link #usual}, refine with {@code withX}.
 *
 * @param programs which programs; empty for all that libbpf would load
 * @param admission whether the verifier is asked
 */
public record LoadOptions(List<String> programs, Admission admission) {
    private static final LoadOptions USUAL = new LoadOptions(List.of(), Admission.VERIFIED);

    public LoadOptions {
        programs = List.copyOf(programs);
    }

    /** As libbpf does. */
    public static LoadOptions usual() {
        return USUAL;
    }

    public LoadOptions withPrograms(List<String> value) {
        return new LoadOptions(value, admission);
    }

    public LoadOptions withAdmission(Admission value) {
        return new LoadOptions(programs, value);
    }
}
