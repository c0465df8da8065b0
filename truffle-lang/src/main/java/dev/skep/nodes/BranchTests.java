package dev.skep.nodes;

import static dev.skep.nodes.Frames.get;
import static dev.skep.nodes.Frames.set;

import com.oracle.truffle.api.frame.VirtualFrame;
import dev.skep.isa.Condition;

/** The conditional jumps. What a condition says stands in {@link Condition}. */
final class BranchTests {
    private BranchTests() {}

    static final class Register64 extends TestNode {
        private final Condition condition;
        private final int left;
        private final int right;

        Register64(Condition condition, int left, int right) {
            this.condition = condition;
            this.left = left;
            this.right = right;
        }

        @Override
        boolean execute(VirtualFrame frame, Activation activation) {
            return condition.test64(get(frame, left), get(frame, right));
        }
    }

    static final class Constant64 extends TestNode {
        private final Condition condition;
        private final int left;
        private final long right;

        Constant64(Condition condition, int left, long right) {
            this.condition = condition;
            this.left = left;
            this.right = right;
        }

        @Override
        boolean execute(VirtualFrame frame, Activation activation) {
            return condition.test64(get(frame, left), right);
        }
    }

    static final class Register32 extends TestNode {
        private final Condition condition;
        private final int left;
        private final int right;

        Register32(Condition condition, int left, int right) {
            this.condition = condition;
            this.left = left;
            this.right = right;
        }

        @Override
        boolean execute(VirtualFrame frame, Activation activation) {
            return condition.test32((int) get(frame, left), (int) get(frame, right));
        }
    }

    static final class Constant32 extends TestNode {
        private final Condition condition;
        private final int left;
        private final int right;

        Constant32(Condition condition, int left, int right) {
            this.condition = condition;
            this.left = left;
            this.right = right;
        }

        @Override
        boolean execute(VirtualFrame frame, Activation activation) {
            return condition.test32((int) get(frame, left), right);
        }
    }

    /**
     * {@code may_goto}: jumps when the function has used up its iterations. The kernel counts 8 Mi of them, and on
     * x86-64 lets up to 250 ms pass instead since 6.15; here they are always counted, so that two runs are equal.
     */
    static final class MayGoto extends TestNode {
        @Override
        boolean execute(VirtualFrame frame, Activation activation) {
            long left = get(frame, Frames.MAY_GOTO);
            if (left == 0) {
                return true;
            }
            set(frame, Frames.MAY_GOTO, left - 1);
            return false;
        }
    }
}
