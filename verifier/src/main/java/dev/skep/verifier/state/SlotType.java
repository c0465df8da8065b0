package dev.skep.verifier.state;

/** What one byte of stack holds; the kernel's {@code enum bpf_stack_slot_type}. */
public enum SlotType {
    INVALID('?'),
    SPILL('r'),
    MISC('m'),
    ZERO('0'),
    DYNPTR('d'),
    ITERATOR('i'),
    IRQ_FLAG('f');

    private static final SlotType[] VALUES = values();

    private final char letter;

    SlotType(char letter) {
        this.letter = letter;
    }

    public char letter() {
        return letter;
    }

    static SlotType of(int code) {
        return VALUES[code];
    }
}
