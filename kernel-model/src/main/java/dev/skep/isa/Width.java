package dev.skep.isa;

/** How much of a register an operation works on. A 32-bit operation clears the upper half of its destination. */
public enum Width {
    W32(32, 'w'),
    W64(64, 'r');

    private final int bits;
    private final char letter;

    Width(int bits, char letter) {
        this.bits = bits;
        this.letter = letter;
    }

    public int bits() {
        return bits;
    }

    /** The name of a register at this width, as the kernel writes it: {@code w3} or {@code r3}. */
    public String name(Register register) {
        return letter + Integer.toString(register.number());
    }
}
