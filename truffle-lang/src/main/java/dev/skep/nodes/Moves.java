package dev.skep.nodes;

import static dev.skep.nodes.Frames.get;
import static dev.skep.nodes.Frames.set;

import com.oracle.truffle.api.frame.VirtualFrame;
import dev.skep.isa.ByteSwap;

/** Moves, negation and byte swaps. */
final class Moves {
    private static final long LOW = 0xffff_ffffL;

    private Moves() {}

    static final class Negate64 extends InstructionNode {
        private final int dst;

        Negate64(int dst) {
            this.dst = dst;
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, -get(frame, dst));
        }
    }

    static final class Negate32 extends InstructionNode {
        private final int dst;

        Negate32(int dst) {
            this.dst = dst;
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, -get(frame, dst) & LOW);
        }
    }

    static final class Move64 extends InstructionNode {
        private final int dst;
        private final int src;

        Move64(int dst, int src) {
            this.dst = dst;
            this.src = src;
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, get(frame, src));
        }
    }

    static final class Move32 extends InstructionNode {
        private final int dst;
        private final int src;

        Move32(int dst, int src) {
            this.dst = dst;
            this.src = src;
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, get(frame, src) & LOW);
        }
    }

    static final class Constant extends InstructionNode {
        private final int dst;
        private final long value;

        Constant(int dst, long value) {
            this.dst = dst;
            this.value = value;
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, value);
        }
    }

    /** A move that extends the sign of the lowest bits, over 64 bits or over 32 with the upper half cleared. */
    static final class MoveSignExtended extends InstructionNode {
        private final int unused;
        private final long mask;
        private final int dst;
        private final int src;

        /** @param bits those of the source that count */
        MoveSignExtended(int bits, long mask, int dst, int src) {
            this.unused = Long.SIZE - bits;
            this.mask = mask;
            this.dst = dst;
            this.src = src;
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, get(frame, src) << unused >> unused & mask);
        }
    }

    static final class Swap extends InstructionNode {
        private final ByteSwap kind;
        private final int bits;
        private final int dst;

        Swap(ByteSwap kind, int bits, int dst) {
            this.kind = kind;
            this.bits = bits;
            this.dst = dst;
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, kind.apply(get(frame, dst), bits));
        }
    }
}
