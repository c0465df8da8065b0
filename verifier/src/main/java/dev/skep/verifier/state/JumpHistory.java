package dev.skep.verifier.state;

import org.jspecify.annotations.Nullable;

/**
 * The way through the program since the last checkpoint, as a list that shares its tail: an entry for each instruction
 * that was not reached by falling through, or that did something which going back has to know. The counterpart of
 * {@code struct bpf_jmp_history_entry}.
 *
 * @param instruction where it came to
 * @param previous where it came from
 * @param flags see below
 * @param linked registers that shared an id here, see {@link LinkedRegisters}
 * @param older the entries before
 * @param length entries in all
 */
public record JumpHistory(
        int instruction,
        int previous,
        int flags,
        long linked,
        @Nullable JumpHistory older,
        int length) {
    private static final int FRAME_MASK = 7;
    private static final int SLOT_SHIFT = 3;
    private static final int SLOT_MASK = 63;

    /** The instruction spilled to or filled from the stack. */
    public static final int STACK_ACCESS = 1 << 9;

    /** The first or the second operand of a branch is a stack pointer. */
    public static final int DESTINATION_IS_STACK = 1 << 10;

    public static final int SOURCE_IS_STACK = 1 << 11;

    public static int stackAccess(int frame, int slot) {
        return STACK_ACCESS | slot << SLOT_SHIFT | frame;
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    public int slot() {
        return flags >> SLOT_SHIFT & SLOT_MASK;
    }

    public int frame() {
        return flags & FRAME_MASK;
    }

    public static JumpHistory push(@Nullable JumpHistory older, int instruction, int previous, int flags, long linked) {
        return new JumpHistory(instruction, previous, flags, linked, older, older == null ? 1 : older.length + 1);
    }

    /** The same list whose last entry knows more. */
    public JumpHistory amended(int moreFlags, long newLinked) {
        return new JumpHistory(instruction, previous, flags | moreFlags, newLinked, older, length);
    }
}
