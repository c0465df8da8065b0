package dev.skep.verifier.transfer;

import dev.skep.isa.Condition;
import dev.skep.isa.Immediate;
import dev.skep.isa.Instruction.Branch;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import dev.skep.kernel.Errno;
import dev.skep.verifier.check.Operands;
import dev.skep.verifier.check.Trust;
import dev.skep.verifier.domain.Comparison;
import dev.skep.verifier.domain.Comparison.Outcome;
import dev.skep.verifier.domain.Scalar;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.explore.Worklist;
import dev.skep.verifier.state.FrameState;
import dev.skep.verifier.state.JumpHistory;
import dev.skep.verifier.state.LinkedRegisters;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.VerifierState;

/** Conditional jumps: which ways they go, and what each way tells; the kernel's {@code check_cond_jmp_op()}. */
public final class Branches {
    private final Verification verification;
    private final Operands operands;
    private final Sanitizer sanitizer;

    public Branches(Verification verification, Operands operands, Sanitizer sanitizer) {
        this.verification = verification;
        this.operands = operands;
        this.sanitizer = sanitizer;
    }

    /** Leaves the verification at the instruction before the one that comes next. */
    public void apply(Branch branch) {
        int index = verification.instruction;
        operands.source(branch.dst(), branch.width());
        int dst = branch.dst().number();
        int src = -1;
        int flags = 0;
        RegisterState right;
        if (branch.source() instanceof Register register) {
            src = register.number();
            operands.source(register, branch.width());
            right = verification.register(src);
            boolean bothPacket = verification.register(dst).kind().isPacketOrEnd()
                    && right.kind().isPacketOrEnd();
            if (!bothPacket && verification.isSecret(src)) {
                throw verification.reject(Errno.EACCES, "R" + src + " pointer comparison prohibited");
            }
            if (right.type().equals(RegisterType.STACK)) {
                flags |= JumpHistory.SOURCE_IS_STACK;
            }
        } else {
            int constant = branch.source() instanceof Immediate immediate ? immediate.value() : 0;
            right = RegisterState.scalar(Scalar.constant(constant));
        }
        RegisterState left = verification.register(dst);
        if (left.type().equals(RegisterType.STACK)) {
            flags |= JumpHistory.DESTINATION_IS_STACK;
        }
        if (flags != 0) {
            verification.pushHistory(flags, 0);
        }
        Outcome outcome = outcome(branch.width(), branch.condition(), left, right);
        if (outcome != Outcome.UNKNOWN) {
            goOneWay(branch, outcome, dst, src, index);
            return;
        }
        goBothWays(branch, dst, src, right, index);
    }

    private void show() {
        if (verification.log.showsPath()) {
            verification.printer.changes(verification.instruction, verification.state);
        }
    }

    private void goOneWay(Branch branch, Outcome outcome, int dst, int src, int index) {
        if (verification.register(dst).isScalar()) {
            verification.precision.mark(dst);
        }
        if (src >= 0 && verification.register(src).isScalar()) {
            verification.precision.mark(src);
        }
        boolean taken = outcome == Outcome.ALWAYS;
        sanitizer.speculateBranch(branch, taken ? index + 1 : index + branch.offset() + 1);
        show();
        if (taken) {
            verification.instruction = index + branch.offset();
        }
    }

    private Outcome outcome(Width width, Condition condition, RegisterState left, RegisterState right) {
        if (width == Width.W64 && left.kind().isPacketOrEnd() && right.kind().isPacketOrEnd()) {
            return packetOutcome(condition, left, right);
        }
        if (left.isScalar() && right.isScalar()) {
            return Comparison.outcome(width, condition, left.scalar(), right.scalar());
        }
        return nullOutcome(width, condition, left, right);
    }

    /** A pointer that is never NULL, compared with 0. */
    private static Outcome nullOutcome(Width width, Condition condition, RegisterState left, RegisterState right) {
        RegisterState pointer = isZeroCandidate(width, right) ? left : right;
        RegisterState number = pointer == left ? right : left;
        if (!isZeroCandidate(width, number) || !Trust.isNeverNull(pointer)) {
            return Outcome.UNKNOWN;
        }
        long value = width == Width.W32
                ? number.scalar().tnum().subregister().value()
                : number.scalar().value();
        if (value != 0) {
            return Outcome.UNKNOWN;
        }
        return switch (condition) {
            case EQ -> Outcome.NEVER;
            case NE -> Outcome.ALWAYS;
            case GT, GE, SET, SGT, SGE, LT, LE, SLT, SLE -> Outcome.UNKNOWN;
        };
    }

    private static boolean isZeroCandidate(Width width, RegisterState register) {
        return register.isScalar()
                && (width == Width.W32
                        ? register.scalar().tnum().isSubregisterConstant()
                        : register.scalar().isConstant());
    }

    private static Outcome packetOutcome(Condition condition, RegisterState left, RegisterState right) {
        RegisterState pointer;
        Condition asked = condition;
        if (right.type().is(RegisterKind.PACKET_END)) {
            pointer = left;
        } else if (left.type().is(RegisterKind.PACKET_END)) {
            pointer = right;
            asked = switch (condition) {
                case GT -> Condition.LT;
                case GE -> Condition.LE;
                case LT -> Condition.GT;
                case LE -> Condition.GE;
                default -> condition;
            };
        } else {
            return Outcome.UNKNOWN;
        }
        int range = pointer.first();
        if (range >= 0) {
            return Outcome.UNKNOWN;
        }
        boolean beyond = range == RegisterState.BEYOND_PACKET_END;
        return switch (asked) {
            case GT -> beyond ? Outcome.ALWAYS : Outcome.UNKNOWN;
            case LE -> beyond ? Outcome.NEVER : Outcome.UNKNOWN;
            case GE -> Outcome.ALWAYS;
            case LT -> Outcome.NEVER;
            case EQ, NE, SET, SGT, SGE, SLT, SLE -> Outcome.UNKNOWN;
        };
    }

    private void goBothWays(Branch branch, int dst, int src, RegisterState right, int index) {
        VerifierState here = verification.state;
        LinkedRegisters linked = new LinkedRegisters();
        if (src >= 0 && right.isScalar() && right.id() != 0) {
            LinkedScalars.collect(verification, here, right.id(), linked);
        }
        RegisterState left = verification.register(dst);
        if (left.isScalar() && left.id() != 0) {
            LinkedScalars.collect(verification, here, left.id(), linked);
        }
        if (linked.count() > 1) {
            verification.pushHistory(0, linked.pack());
        }
        VerifierState there = verification.worklist.push(index + branch.offset() + 1, index, Worklist.Way.REAL);
        learnRanges(branch, dst, src, right, here, there);
        synchroniseLinked(here, there, dst, src, linked);
        learnNullness(branch, dst, src, here, there);
        show();
    }

    private void learnRanges(
            Branch branch, int dst, int src, RegisterState right, VerifierState here, VerifierState there) {
        FrameState hereFrame = here.current();
        FrameState thereFrame = there.current();
        RegisterState left = hereFrame.registers[dst];
        RegisterState other = src >= 0 ? hereFrame.registers[src] : right;
        if (!left.isScalar() || !other.isScalar()) {
            return;
        }
        if (dst == src) {
            Scalar number = left.scalar();
            // Both operands are the one register, which is looked at twice.
            thereFrame.registers[dst] = checked(
                    checked(
                            left.withScalar(Comparison.whereTrueOfItself(branch.width(), branch.condition(), number)),
                            "true_reg1"),
                    "true_reg2");
            hereFrame.registers[dst] = checked(
                    checked(
                            left.withScalar(Comparison.whereFalseOfItself(branch.width(), branch.condition(), number)),
                            "false_reg1"),
                    "false_reg2");
            return;
        }
        Comparison.Pair where = Comparison.whereTrue(branch.width(), branch.condition(), left.scalar(), other.scalar());
        Comparison.Pair elsewhere =
                Comparison.whereFalse(branch.width(), branch.condition(), left.scalar(), other.scalar());
        thereFrame.registers[dst] = checked(left.withScalar(where.left()), "true_reg1");
        if (src >= 0) {
            thereFrame.registers[src] = checked(other.withScalar(where.right()), "true_reg2");
        }
        hereFrame.registers[dst] = checked(left.withScalar(elsewhere.left()), "false_reg1");
        if (src >= 0) {
            hereFrame.registers[src] = checked(other.withScalar(elsewhere.right()), "false_reg2");
        }
    }

    private RegisterState checked(RegisterState register, String where) {
        return Invariants.checked(verification, register, where);
    }

    private static void synchroniseLinked(
            VerifierState here, VerifierState there, int dst, int src, LinkedRegisters linked) {
        for (int number : new int[] {src, dst}) {
            if (number >= 0) {
                RegisterState register = here.current().registers[number];
                if (register.isScalar() && register.id() != 0) {
                    LinkedScalars.synchronise(here, number, linked);
                    LinkedScalars.synchronise(there, number, linked);
                }
            }
        }
    }

    private void learnNullness(Branch branch, int dst, int src, VerifierState here, VerifierState there) {
        boolean wide = branch.width() == Width.W64;
        RegisterState left = here.current().registers[dst];
        if (wide && src >= 0) {
            comparePointers(branch.condition(), dst, src, here, there);
        }
        boolean equality = branch.condition() == Condition.EQ || branch.condition() == Condition.NE;
        boolean withZero = branch.source() instanceof Immediate constant && constant.value() == 0;
        if (wide && withZero && equality && left.type().mayBeNull()) {
            boolean nullHere = branch.condition() == Condition.NE;
            NullChecks.mark(here, dst, nullHere ? NullChecks.Side.NULL : NullChecks.Side.NOT_NULL);
            NullChecks.mark(there, dst, nullHere ? NullChecks.Side.NOT_NULL : NullChecks.Side.NULL);
            return;
        }
        boolean packets = wide && src >= 0 && PacketRanges.learn(branch.condition(), dst, src, here, there);
        if (!packets && verification.isSecret(dst)) {
            throw verification.reject(Errno.EACCES, "R" + dst + " pointer comparison prohibited");
        }
    }

    /** A pointer that equals one that is never NULL is not NULL either. */
    private static void comparePointers(
            Condition condition, int dst, int src, VerifierState here, VerifierState there) {
        RegisterState left = here.current().registers[dst];
        RegisterState right = here.current().registers[src];
        if (left.isScalar()
                || right.isScalar()
                || left.type().mayBeNull() == right.type().mayBeNull()
                || left.kind() == RegisterKind.BTF_ID
                || right.kind() == RegisterKind.BTF_ID
                || (condition != Condition.EQ && condition != Condition.NE)) {
            return;
        }
        FrameState equal = (condition == Condition.EQ ? there : here).current();
        int number = right.type().mayBeNull() ? src : dst;
        equal.registers[number] = NullChecks.notNull(equal.registers[number]);
    }
}
