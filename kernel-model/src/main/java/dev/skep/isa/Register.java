package dev.skep.isa;

/**
 * What the four register bits of an instruction can say. A program has {@link #R0} to {@link #R10}; the rest can be
 * encoded but does not exist, and the verifier says so ({@code R11 is invalid}).
 */
public enum Register implements Operand {
    R0(0),
    R1(1),
    R2(2),
    R3(3),
    R4(4),
    R5(5),
    R6(6),
    R7(7),
    R8(8),
    R9(9),
    /** The frame pointer: read only, the upper end of the 512 bytes of stack. */
    R10(10),
    R11(11),
    R12(12),
    R13(13),
    R14(14),
    R15(15);

    /** How many registers exist. */
    public static final int COUNT = 11;

    private static final Register[] VALUES = values();

    private final int number;

    Register(int number) {
        this.number = number;
    }

    /**
     * The register with this number.
     *
     * @param number 0 to 15
     */
    public static Register of(int number) {
        return VALUES[number];
    }

    public int number() {
        return number;
    }

    public boolean exists() {
        return number < COUNT;
    }

    @Override
    public String toString() {
        return Width.W64.name(this);
    }
}
