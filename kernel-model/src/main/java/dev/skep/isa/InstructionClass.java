package dev.skep.isa;

/** The three lowest bits of an opcode (RFC 9669, section 3.1). */
public enum InstructionClass {
    /** Loads of constants, and legacy loads from packets. */
    LD(0x00),
    LDX(0x01),
    /** Stores of constants. */
    ST(0x02),
    STX(0x03),
    /** Arithmetic on 32 bits. */
    ALU(0x04),
    /** Jumps that compare 64 bits, calls, exit. */
    JMP(0x05),
    /** Jumps that compare 32 bits. */
    JMP32(0x06),
    ALU64(0x07);

    private static final InstructionClass[] VALUES = values();

    private final int code;

    InstructionClass(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The class of an opcode, also of one that does not exist. */
    public static InstructionClass of(int opcode) {
        return VALUES[opcode & 0x07];
    }
}
