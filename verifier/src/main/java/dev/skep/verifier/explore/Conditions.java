package dev.skep.verifier.explore;

import dev.skep.kernel.Capability;
import dev.skep.kernel.Privilege;

/**
 * Who loads the program, and what is asked of the verifier beyond the usual.
 *
 * @param privilege what the user may do
 * @param alignment how packet and other accesses must be aligned
 * @param checkpoints how often states are kept
 */
public record Conditions(Privilege privilege, Alignment alignment, Checkpoints checkpoints) {
    public static final Conditions USUAL = new Conditions(Privilege.ALL, Alignment.EFFICIENT, Checkpoints.USUAL);

    /** Whether pointers may get where the user can read them. */
    public boolean mayLeakPointers() {
        return privilege.has(Capability.PERFMON);
    }

    public boolean mayReadUnwrittenStack() {
        return privilege.has(Capability.PERFMON);
    }

    /** Whether nobody has to care for what the processor speculates on. */
    public boolean ignoresSpeculation() {
        return privilege.has(Capability.PERFMON);
    }

    public boolean isBpfCapable() {
        return privilege.has(Capability.BPF);
    }

    /** How accesses must be aligned. */
    public enum Alignment {
        /** As the machine does: x86-64 takes any. */
        EFFICIENT,
        /** {@code BPF_F_STRICT_ALIGNMENT}: to their size. */
        STRICT
    }

    /** How often states are kept. */
    public enum Checkpoints {
        USUAL,
        /** {@code BPF_F_TEST_STATE_FREQ}: wherever one may be. */
        ALWAYS
    }
}
