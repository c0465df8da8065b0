package dev.skep.nodes;

import static dev.skep.nodes.Frames.get;

import com.oracle.truffle.api.frame.VirtualFrame;
import dev.skep.isa.Condition;

/**
 * Conditional jumps on 64 bits. What a condition says stands in {@link Condition}; conditions that programs use all the
 * time have a class each, which spares the interpreter a call.
 */
final class Branch64 {
    private Branch64() {}

    static BranchNode create(Condition condition, int left, int right) {
        return switch (condition) {
            case EQ -> new Equal(left, right);
            case NE -> new NotEqual(left, right);
            case GT -> new Above(left, right);
            case LT -> new Below(left, right);
            case GE, LE, SGT, SGE, SLT, SLE, SET -> new Register(condition, left, right);
        };
    }

    static BranchNode createConstant(Condition condition, int left, long right) {
        return switch (condition) {
            case EQ -> new EqualConstant(left, right);
            case NE -> new NotEqualConstant(left, right);
            case GT -> new AboveConstant(left, right);
            case LT -> new BelowConstant(left, right);
            case GE, LE, SGT, SGE, SLT, SLE, SET -> new Constant(condition, left, right);
        };
    }

    private static class Register extends BranchNode {
        private final Condition condition;
        final int left;
        final int right;

        Register(Condition condition, int left, int right) {
            this.condition = condition;
            this.left = left;
            this.right = right;
        }

        @Override
        boolean execute(VirtualFrame frame, Activation activation) {
            return condition.test64(get(frame, left), get(frame, right));
        }
    }

    private static class Constant extends BranchNode {
        private final Condition condition;
        final int left;
        final long right;

        Constant(Condition condition, int left, long right) {
            this.condition = condition;
            this.left = left;
            this.right = right;
        }

        @Override
        boolean execute(VirtualFrame frame, Activation activation) {
            return condition.test64(get(frame, left), right);
        }
    }

    private static final class Equal extends Register {
        Equal(int left, int right) {
            super(Condition.EQ, left, right);
        }

        @Override
        boolean execute(VirtualFrame frame, Activation activation) {
            return Condition.EQ.test64(get(frame, left), get(frame, right));
        }
    }

    private static final class EqualConstant extends Constant {
        EqualConstant(int left, long right) {
            super(Condition.EQ, left, right);
        }

        @Override
        boolean execute(VirtualFrame frame, Activation activation) {
            return Condition.EQ.test64(get(frame, left), right);
        }
    }

    private static final class NotEqual extends Register {
        NotEqual(int left, int right) {
            super(Condition.NE, left, right);
        }

        @Override
        boolean execute(VirtualFrame frame, Activation activation) {
            return Condition.NE.test64(get(frame, left), get(frame, right));
        }
    }

    private static final class NotEqualConstant extends Constant {
        NotEqualConstant(int left, long right) {
            super(Condition.NE, left, right);
        }

        @Override
        boolean execute(VirtualFrame frame, Activation activation) {
            return Condition.NE.test64(get(frame, left), right);
        }
    }

    private static final class Above extends Register {
        Above(int left, int right) {
            super(Condition.GT, left, right);
        }

        @Override
        boolean execute(VirtualFrame frame, Activation activation) {
            return Condition.GT.test64(get(frame, left), get(frame, right));
        }
    }

    private static final class AboveConstant extends Constant {
        AboveConstant(int left, long right) {
            super(Condition.GT, left, right);
        }

        @Override
        boolean execute(VirtualFrame frame, Activation activation) {
            return Condition.GT.test64(get(frame, left), right);
        }
    }

    private static final class Below extends Register {
        Below(int left, int right) {
            super(Condition.LT, left, right);
        }

        @Override
        boolean execute(VirtualFrame frame, Activation activation) {
            return Condition.LT.test64(get(frame, left), get(frame, right));
        }
    }

    private static final class BelowConstant extends Constant {
        BelowConstant(int left, long right) {
            super(Condition.LT, left, right);
        }

        @Override
        boolean execute(VirtualFrame frame, Activation activation) {
            return Condition.LT.test64(get(frame, left), right);
        }
    }
}
