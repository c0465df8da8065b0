package dev.skep.verifier.explore;

/**
 * Who loads the program, and what is asked of the verifier beyond the usual.
 *
 * @param privilege what the user may do
 * @param alignment how packet and other accesses must be aligned
 * @param checkpoints how often states are kept
 */
public record Conditions(Privilege privilege, Alignment alignment, Checkpoints checkpoints) {
    public static final Conditions USUAL = new Conditions(Privilege.ROOT, Alignment.EFFICIENT, Checkpoints.USUAL);

    /** What the user may do. */
    public enum Privilege {
        /** All capabilities. */
        ROOT,
        /** {@code CAP_BPF} without {@code CAP_PERFMON}: no pointer may leak, speculation is guarded against. */
        BPF_ONLY,
        /** None. */
        NONE;

        public boolean mayLeakPointers() {
            return this == ROOT;
        }

        public boolean mayReadUnwrittenStack() {
            return this == ROOT;
        }

        /** Whether nobody has to care for what the processor speculates on. */
        public boolean ignoresSpeculation() {
            return this == ROOT;
        }

        public boolean isBpfCapable() {
            return this != NONE;
        }
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
