package dev.skep.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * Which way a program went last: the blocks that it entered, the oldest of them forgotten, and its registers when it
 * returned. For people who want to know why it returned what it did.
 */
public final class Trail {
    /** A power of two. */
    private static final int KEPT = 64;

    private final int[] blocks = new int[KEPT];
    private final long[] registers = new long[Frames.R10 + 1];
    /** Blocks that were entered, those that are forgotten included. */
    private long entered;

    private boolean returned;

    Trail() {}

    /** A node that notes that the block which begins at this slot is entered. */
    InstructionNode block(int slot) {
        return new Step(this, slot);
    }

    /** A node that notes the registers before a function returns. */
    InstructionNode atReturn() {
        return new Return(this);
    }

    /**
     * Slots at which the blocks begin that the last run entered, in order; only the last ones of a long run. Functions
     * that it called are among them.
     */
    public List<Integer> lastBlocks() {
        List<Integer> last = new ArrayList<>();
        for (long i = entered - 1; i >= 0 && i >= entered - KEPT; i--) {
            int slot = blocks[(int) i & KEPT - 1];
            last.addFirst(slot);
            if (slot == 0) {
                break;
            }
        }
        return last;
    }

    /** What r0 to r10 held when the last run returned; empty when it did not. */
    public List<Long> lastRegisters() {
        List<Long> last = new ArrayList<>();
        if (returned) {
            for (long register : registers) {
                last.add(register);
            }
        }
        return last;
    }

    private static final class Step extends InstructionNode {
        private final Trail trail;
        private final int slot;

        Step(Trail trail, int slot) {
            this.trail = trail;
            this.slot = slot;
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            trail.blocks[(int) trail.entered & KEPT - 1] = slot;
            trail.entered++;
            trail.returned = false;
        }
    }

    private static final class Return extends InstructionNode {
        private final Trail trail;

        Return(Trail trail) {
            this.trail = trail;
        }

        @Override
        @ExplodeLoop
        void execute(VirtualFrame frame, Activation activation) {
            for (int register = 0; register <= Frames.R10; register++) {
                trail.registers[register] = Frames.get(frame, register);
            }
            trail.returned = true;
        }
    }
}
