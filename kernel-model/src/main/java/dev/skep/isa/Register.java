package dev.skep.isa;

/**
 * What the four register bits of an instruction can say. A program has {@link #R0} to {@link #R10}; the rest can be
 * encoded but does not exist, and the verifier says so ({@code R11 is invalid}).
 */
public enum Register implements Operand {
    R0,
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    R7,
    R8,
    R9,
    /** The frame pointer: read only, the upper end of the 512 bytes of stack. */
    R10,
    R11,
    R12,
    R13,
    R14,
    R15;

    /** Registers that exist. */
    public static final int COUNT = 11;

    private static final Register[] VALUES = values();

    /** @param number 0 to 15 */
    public static Register of(int number) {
        return VALUES[number];
    }

    public int number() {
        return ordinal();
    }

    public boolean exists() {
        return ordinal() < COUNT;
    }

    @Override
    public String toString() {
        return Width.W64.name(this);
    }
}
