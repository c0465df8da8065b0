package dev.skep.nodes;

import com.oracle.truffle.api.frame.FrameDescriptor;
import com.oracle.truffle.api.frame.FrameSlotKind;
import com.oracle.truffle.api.frame.VirtualFrame;
import dev.skep.isa.Register;

/**
 * What a function keeps while it runs, in static slots of its Truffle frame: the registers, and behind them what
 * belongs to the machine. Compiled, a slot is a machine register.
 *
 * <pre>
 *   0 .. 10   r0 .. r10
 *   11        iterations left to may_goto
 *   12        instructions left in the budget, while the function itself runs
 *   13        the upper end of the function's 512 bytes of stack, which a program cannot change
 *   14        how deep the function is called: 0 for the program itself
 *   15        back edges that were not reported to the compiler yet
 * </pre>
 */
final class Frames {
    static final int R10 = 10;
    static final int MAY_GOTO = 11;
    static final int BUDGET = 12;
    static final int STACK_TOP = 13;
    static final int DEPTH = 14;
    /** Slots that go over to another region. */
    static final int HANDED_OVER = 15;

    static final int BACK_EDGES = 15;
    private static final int SLOTS = 16;

    /** {@code MAX_BPF_STACK}. */
    static final int STACK_BYTES = 512;
    /** {@code MAX_CALL_FRAMES}. */
    static final int MAX_DEPTH = 8;
    /** {@code BPF_MAX_LOOPS}: what may_goto lets pass in one call of a function. */
    static final long MAX_LOOPS = 8 * 1024 * 1024;

    static final FrameDescriptor DESCRIPTOR = descriptor();

    private Frames() {}

    private static FrameDescriptor descriptor() {
        FrameDescriptor.Builder builder = FrameDescriptor.newBuilder(SLOTS);
        builder.addSlots(SLOTS, FrameSlotKind.Static);
        return builder.build();
    }

    static long get(VirtualFrame frame, int slot) {
        return frame.getLongStatic(slot);
    }

    static void set(VirtualFrame frame, int slot, long value) {
        frame.setLongStatic(slot, value);
    }

    /** The slot of a register that exists. */
    static int slot(Register register) {
        return register.number();
    }
}
