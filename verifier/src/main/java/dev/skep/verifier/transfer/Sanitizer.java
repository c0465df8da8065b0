package dev.skep.verifier.transfer;

import dev.skep.isa.AluOperator;
import dev.skep.isa.Instruction.Alu;
import dev.skep.isa.Instruction.Branch;
import dev.skep.isa.Register;
import dev.skep.kernel.Errno;
import dev.skep.verifier.domain.Scalar;
import dev.skep.verifier.explore.InstructionFacts;
import dev.skep.verifier.explore.Rejection;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.explore.Worklist;
import dev.skep.verifier.state.FrameState;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.VerifierState;
import dev.skep.verifier.transfer.PointerArithmetic.PointerSide;

/**
 * For unprivileged users: pointer arithmetic is masked so that the processor cannot speculate out of bounds, and paths
 * that it only speculates on are walked as well; the kernel's {@code sanitize_ptr_alu()}.
 */
public final class Sanitizer {
    private static final int SANITIZE_SOURCE = 1;
    private static final int SANITIZE_DESTINATION = 2;
    private static final int NEGATIVE = 4;
    private static final int NON_POINTER = 8;
    private static final int IMMEDIATE = 16;
    private static final int MAX_STACK = 512;
    private static final String PROHIBITED = "pointer arithmetic with it prohibited for !root";

    private final Verification verification;

    public Sanitizer(Verification verification) {
        this.verification = verification;
    }

    /** What was found before the operation, to be confirmed after it. */
    static final class Plan {
        private static final Plan NONE = new Plan();
        private boolean needed;
        private boolean maskToLeft;
        private int state;
        private int limit;
        private PointerSide side = PointerSide.DESTINATION;
    }

    private boolean mayBeSkipped(Alu alu) {
        return verification.ignoresSpeculation()
                || !(alu.source() instanceof Register)
                || verification.facts().barrierBefore;
    }

    private static boolean concerns(Alu alu) {
        return alu.operator() == AluOperator.ADD || alu.operator() == AluOperator.SUB;
    }

    /** Two numbers: the instruction must not be one that works on pointers on another path. */
    void beforeScalar(Alu alu) {
        if (concerns(alu) && !mayBeSkipped(alu)) {
            update(verification.facts(), NON_POINTER, 0, alu);
        }
    }

    Plan before(Alu alu, RegisterState pointer, Scalar offset, PointerSide side) {
        if (!concerns(alu) || mayBeSkipped(alu)) {
            return Plan.NONE;
        }
        Plan plan = new Plan();
        plan.needed = true;
        plan.side = side;
        boolean constant = offset.isConstant();
        if (!verification.state.speculative) {
            boolean negative = offset.smin() < 0;
            if (!constant && negative != offset.smax() < 0) {
                throw refuse("R" + (side == PointerSide.SOURCE ? alu.dst().number() : sourceNumber(alu))
                        + " has unknown scalar with mixed signed bounds, " + PROHIBITED);
            }
            plan.maskToLeft = alu.operator() == AluOperator.ADD == negative;
            plan.limit = limit(alu, pointer, plan);
            plan.state = (negative ? NEGATIVE : 0)
                    | (constant ? IMMEDIATE : 0)
                    | (side == PointerSide.DESTINATION ? SANITIZE_SOURCE : SANITIZE_DESTINATION);
            if (!constant) {
                verification.exploreMaskLimits = true;
            }
        }
        if (!constant) {
            speculateTruncated(alu, pointer, side);
        }
        return plan;
    }

    /** The processor may use the pointer as if the masked offset were 0. */
    private void speculateTruncated(Alu alu, RegisterState pointer, PointerSide side) {
        int dst = alu.dst().number();
        RegisterState saved = verification.register(dst);
        verification.register(
                dst,
                side == PointerSide.SOURCE
                        ? pointer
                        : saved.withScalar(PointerArithmetic.withoutHalves(saved.scalar())));
        verification.worklist.push(verification.instruction + 1, verification.instruction, Worklist.Way.SPECULATIVE);
        verification.register(dst, saved);
    }

    void after(Alu alu, Plan plan, RegisterState result, Scalar offset) {
        if (!verification.ignoresSpeculation()) {
            checkBounds(alu, result);
        }
        if (!plan.needed || verification.state.speculative) {
            return;
        }
        int limit = Math.abs(plan.limit - limit(alu, result, plan));
        update(verification.facts(), plan.state, limit, alu);
    }

    private void checkBounds(Alu alu, RegisterState result) {
        int dst = alu.dst().number();
        if (result.kind() == RegisterKind.STACK) {
            Scalar variable = result.scalar();
            int where = result.offset() + (int) variable.value();
            if (!variable.isConstant()) {
                throw refuse("R" + dst + " variable stack access prohibited for !root, var_off=" + variable.tnum()
                        + " off=" + where);
            }
            if (where >= 0 || where < -MAX_STACK) {
                throw refuse(
                        "R" + dst + " stack pointer arithmetic goes out of range, prohibited for !root; off=" + where);
            }
        } else if (result.kind() == RegisterKind.MAP_VALUE) {
            try {
                verification.bounds.check(dst);
            } catch (Rejection rejection) {
                throw refuse("R" + dst + " pointer arithmetic of map value goes out of range, prohibited for !root");
            }
        }
    }

    private int limit(Alu alu, RegisterState pointer, Plan plan) {
        long max;
        long limit;
        switch (pointer.kind()) {
            case STACK -> {
                max = MAX_STACK + (plan.maskToLeft ? 1L : 0);
                limit = -(pointer.scalar().value() + pointer.offset());
            }
            case MAP_VALUE -> {
                max = verification.bounds.valueSize(pointer);
                limit = (plan.maskToLeft
                                ? pointer.scalar().smin()
                                : pointer.scalar().umax())
                        + pointer.offset();
            }
            default ->
                throw refuse("R"
                        + (plan.side == PointerSide.SOURCE
                                ? sourceNumber(alu)
                                : alu.dst().number()) + " has pointer with unsupported alu operation, " + PROHIBITED);
        }
        if (Integer.compareUnsigned((int) limit, (int) max) >= 0) {
            throw refuse("R" + alu.dst().number() + " tried to " + word(alu) + " beyond pointer bounds, " + PROHIBITED);
        }
        return (int) limit;
    }

    private void update(InstructionFacts facts, int state, int limit, Alu alu) {
        if (facts.maskState != 0 && (facts.maskState != state || facts.maskLimit != limit)) {
            throw refuse("R" + alu.dst().number() + " tried to " + word(alu)
                    + " from different maps, paths or scalars, " + PROHIBITED);
        }
        facts.maskState = state;
        facts.maskLimit = limit;
    }

    private static String word(Alu alu) {
        return alu.operator() == AluOperator.ADD ? "add" : "sub";
    }

    private static int sourceNumber(Alu alu) {
        return alu.source() instanceof Register register ? register.number() : 0;
    }

    private Rejection refuse(String why) {
        return verification.reject(Errno.EACCES, why);
    }

    /** A branch that goes one way only is speculated to go the other. */
    void speculateBranch(Branch branch, int target) {
        if (verification.ignoresSpeculation()) {
            return;
        }
        VerifierState state = verification.worklist.push(target, verification.instruction, Worklist.Way.SPECULATIVE);
        FrameState frame = state.current();
        int dst = branch.dst().number();
        frame.registers[dst] = verification.unknown(frame.registers[dst]);
        if (branch.source() instanceof Register register) {
            int src = register.number();
            frame.registers[src] = verification.unknown(frame.registers[src]);
        }
    }
}
