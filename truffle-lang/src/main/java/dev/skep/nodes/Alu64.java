package dev.skep.nodes;

import static dev.skep.nodes.Frames.get;
import static dev.skep.nodes.Frames.set;

import com.oracle.truffle.api.frame.VirtualFrame;
import dev.skep.isa.AluOperator;

/**
 * Arithmetic of 64 bits, {@code dst = left operator right}. What an operator computes stands in {@link AluOperator};
 * operators that programs use all the time have a class each, which spares the interpreter a call.
 */
final class Alu64 {
    private Alu64() {}

    static InstructionNode create(AluOperator operator, int dst, int left, int right) {
        return switch (operator) {
            case ADD -> new Add(dst, left, right);
            case SUB -> new Subtract(dst, left, right);
            case MUL -> new Multiply(dst, left, right);
            case OR -> new Or(dst, left, right);
            case AND -> new And(dst, left, right);
            case LSH -> new ShiftLeft(dst, left, right);
            case RSH -> new ShiftRight(dst, left, right);
            case XOR -> new Xor(dst, left, right);
            case ARSH -> new ShiftSigned(dst, left, right);
            case DIV, SDIV, MOD, SMOD -> new Register(operator, dst, left, right);
        };
    }

    static InstructionNode createConstant(AluOperator operator, int dst, int left, long right) {
        return switch (operator) {
            case ADD -> new AddConstant(dst, left, right);
            case SUB -> new SubtractConstant(dst, left, right);
            case MUL -> new MultiplyConstant(dst, left, right);
            case OR -> new OrConstant(dst, left, right);
            case AND -> new AndConstant(dst, left, right);
            case LSH -> new ShiftLeftConstant(dst, left, right);
            case RSH -> new ShiftRightConstant(dst, left, right);
            case XOR -> new XorConstant(dst, left, right);
            case ARSH -> new ShiftSignedConstant(dst, left, right);
            case DIV, SDIV, MOD, SMOD -> new Constant(operator, dst, left, right);
        };
    }

    private static class Register extends InstructionNode {
        private final AluOperator operator;
        final int dst;
        final int left;
        final int right;

        Register(AluOperator operator, int dst, int left, int right) {
            this.operator = operator;
            this.dst = dst;
            this.left = left;
            this.right = right;
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, operator.apply64(get(frame, left), get(frame, right)));
        }
    }

    private static class Constant extends InstructionNode {
        private final AluOperator operator;
        final int dst;
        final int left;
        final long right;

        Constant(AluOperator operator, int dst, int left, long right) {
            this.operator = operator;
            this.dst = dst;
            this.left = left;
            this.right = right;
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, operator.apply64(get(frame, left), right));
        }
    }

    private static final class Add extends Register {
        Add(int dst, int left, int right) {
            super(AluOperator.ADD, dst, left, right);
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, AluOperator.ADD.apply64(get(frame, left), get(frame, right)));
        }
    }

    private static final class AddConstant extends Constant {
        AddConstant(int dst, int left, long right) {
            super(AluOperator.ADD, dst, left, right);
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, AluOperator.ADD.apply64(get(frame, left), right));
        }
    }

    private static final class Subtract extends Register {
        Subtract(int dst, int left, int right) {
            super(AluOperator.SUB, dst, left, right);
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, AluOperator.SUB.apply64(get(frame, left), get(frame, right)));
        }
    }

    private static final class SubtractConstant extends Constant {
        SubtractConstant(int dst, int left, long right) {
            super(AluOperator.SUB, dst, left, right);
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, AluOperator.SUB.apply64(get(frame, left), right));
        }
    }

    private static final class Multiply extends Register {
        Multiply(int dst, int left, int right) {
            super(AluOperator.MUL, dst, left, right);
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, AluOperator.MUL.apply64(get(frame, left), get(frame, right)));
        }
    }

    private static final class MultiplyConstant extends Constant {
        MultiplyConstant(int dst, int left, long right) {
            super(AluOperator.MUL, dst, left, right);
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, AluOperator.MUL.apply64(get(frame, left), right));
        }
    }

    private static final class Or extends Register {
        Or(int dst, int left, int right) {
            super(AluOperator.OR, dst, left, right);
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, AluOperator.OR.apply64(get(frame, left), get(frame, right)));
        }
    }

    private static final class OrConstant extends Constant {
        OrConstant(int dst, int left, long right) {
            super(AluOperator.OR, dst, left, right);
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, AluOperator.OR.apply64(get(frame, left), right));
        }
    }

    private static final class And extends Register {
        And(int dst, int left, int right) {
            super(AluOperator.AND, dst, left, right);
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, AluOperator.AND.apply64(get(frame, left), get(frame, right)));
        }
    }

    private static final class AndConstant extends Constant {
        AndConstant(int dst, int left, long right) {
            super(AluOperator.AND, dst, left, right);
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, AluOperator.AND.apply64(get(frame, left), right));
        }
    }

    private static final class ShiftLeft extends Register {
        ShiftLeft(int dst, int left, int right) {
            super(AluOperator.LSH, dst, left, right);
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, AluOperator.LSH.apply64(get(frame, left), get(frame, right)));
        }
    }

    private static final class ShiftLeftConstant extends Constant {
        ShiftLeftConstant(int dst, int left, long right) {
            super(AluOperator.LSH, dst, left, right);
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, AluOperator.LSH.apply64(get(frame, left), right));
        }
    }

    private static final class ShiftRight extends Register {
        ShiftRight(int dst, int left, int right) {
            super(AluOperator.RSH, dst, left, right);
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, AluOperator.RSH.apply64(get(frame, left), get(frame, right)));
        }
    }

    private static final class ShiftRightConstant extends Constant {
        ShiftRightConstant(int dst, int left, long right) {
            super(AluOperator.RSH, dst, left, right);
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, AluOperator.RSH.apply64(get(frame, left), right));
        }
    }

    private static final class Xor extends Register {
        Xor(int dst, int left, int right) {
            super(AluOperator.XOR, dst, left, right);
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, AluOperator.XOR.apply64(get(frame, left), get(frame, right)));
        }
    }

    private static final class XorConstant extends Constant {
        XorConstant(int dst, int left, long right) {
            super(AluOperator.XOR, dst, left, right);
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, AluOperator.XOR.apply64(get(frame, left), right));
        }
    }

    private static final class ShiftSigned extends Register {
        ShiftSigned(int dst, int left, int right) {
            super(AluOperator.ARSH, dst, left, right);
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, AluOperator.ARSH.apply64(get(frame, left), get(frame, right)));
        }
    }

    private static final class ShiftSignedConstant extends Constant {
        ShiftSignedConstant(int dst, int left, long right) {
            super(AluOperator.ARSH, dst, left, right);
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            set(frame, dst, AluOperator.ARSH.apply64(get(frame, left), right));
        }
    }
}
