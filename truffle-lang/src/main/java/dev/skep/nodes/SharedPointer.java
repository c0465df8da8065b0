package dev.skep.nodes;

import static dev.skep.nodes.Frames.get;

import com.oracle.truffle.api.frame.VirtualFrame;

/**
 * How to get, from the registers at an instruction, a pointer that others use as well, so that the compiler sees that
 * it is the same.
 */
sealed interface SharedPointer {
    /** The pointer. */
    long pointer(VirtualFrame frame);

    /** How far from there the instruction's address is: 16 bits, signed. */
    int reach();

    /**
     * The instruction's own pointer is so far from the shared one.
     *
     * @param base the register with the instruction's pointer
     */
    record Distance(int base, int displacement, int reach) implements SharedPointer {
        @Override
        public long pointer(VirtualFrame frame) {
            return get(frame, base) - displacement;
        }
    }

    /**
     * The instruction's own pointer is a sum. Constants are taken from each part, since the compiler does not follow
     * them into sums.
     *
     * @param left a register, and how far it is from what it was
     * @param right likewise
     * @param constant what to add to their sum
     */
    record Sum(int left, long leftMoved, int right, long rightMoved, long constant, int reach)
            implements SharedPointer {
        @Override
        public long pointer(VirtualFrame frame) {
            return get(frame, left) - leftMoved + (get(frame, right) - rightMoved) + constant;
        }
    }
}
