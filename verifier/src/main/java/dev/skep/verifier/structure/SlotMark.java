package dev.skep.verifier.structure;

/** What the walk over the control flow notes about a slot; bits of {@code struct bpf_insn_aux_data}. */
enum SlotMark {
    PRUNE_POINT(1),
    JUMP_POINT(2),
    FORCE_CHECKPOINT(4),
    CALLS_CALLBACK(8),
    STEPS_ITERATOR(16);

    private final int bit;

    SlotMark(int bit) {
        this.bit = bit;
    }

    byte bit() {
        return (byte) bit;
    }
}
