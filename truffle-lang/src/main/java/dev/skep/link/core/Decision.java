package dev.skep.link.core;

/**
 * What becomes of an instruction. Counterpart: {@code struct bpf_core_relo_res}.
 *
 * @param original what the compiler must have put there
 * @param value what stands there afterwards
 * @param poison whether the kernel lacks what the instruction needs, so that it must not be reached
 * @param validate whether {@code original} is certain enough to be compared
 * @param widths the widths of a load or store, before and after
 */
record Decision(long original, long value, boolean poison, boolean validate, Widths widths) {
    static final Decision POISON = new Decision(0, 0, true, true, Widths.NONE);

    /**
     * Widths of a field in bytes, 0 where the relocation is not of an offset.
     *
     * @param adjustable whether reading the one as the other gives the same value
     */
    record Widths(int original, int target, boolean adjustable) {
        static final Widths NONE = new Widths(0, 0, true);
    }

    boolean agreesWith(Decision other) {
        return poison == other.poison && value == other.value;
    }
}
