package dev.skep.verifier.check;

/**
 * An access of an instruction, or of a helper, through a register.
 *
 * @param instruction that makes it
 * @param base the register that points
 * @param offset bytes that the instruction adds
 * @param size 1, 2, 4 or 8 bytes
 * @param value the register that is loaded or stored, {@link #NO_VALUE} for none
 */
public record MemoryOperand(
        int instruction,
        int base,
        int offset,
        int size,
        AccessKind kind,
        int value,
        Extension extension,
        Alignment alignment) {
    public static final int NO_VALUE = -1;

    /** What becomes of the upper bits of what is loaded. */
    public enum Extension {
        ZERO,
        SIGN
    }

    /** Whether the access must be aligned even where the machine does not ask for it. */
    public enum Alignment {
        AS_CONFIGURED,
        STRICT
    }

    public static MemoryOperand write(int instruction, int base, int offset, int size) {
        return new MemoryOperand(
                instruction, base, offset, size, AccessKind.WRITE, NO_VALUE, Extension.ZERO, Alignment.AS_CONFIGURED);
    }

    boolean loads() {
        return kind == AccessKind.READ && value >= 0;
    }

    boolean stores() {
        return kind == AccessKind.WRITE;
    }

    MemoryOperand at(int newOffset) {
        return new MemoryOperand(instruction, base, newOffset, size, kind, value, extension, alignment);
    }
}
