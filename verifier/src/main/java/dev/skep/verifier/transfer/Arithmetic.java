package dev.skep.verifier.transfer;

import dev.skep.isa.AluOperator;
import dev.skep.isa.ByteSwap;
import dev.skep.isa.Immediate;
import dev.skep.isa.Instruction.Alu;
import dev.skep.isa.Instruction.Negate;
import dev.skep.isa.Instruction.SwapBytes;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import dev.skep.kernel.Errno;
import dev.skep.verifier.check.Operands;
import dev.skep.verifier.domain.Scalar;
import dev.skep.verifier.domain.ScalarArithmetic;
import dev.skep.verifier.domain.ScalarBytes;
import dev.skep.verifier.domain.ScalarBytes.Order;
import dev.skep.verifier.domain.Tnum;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.explore.Worklist;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.VerifierState;

/** The arithmetic instructions; the kernel's {@code check_alu_op()} and {@code adjust_reg_min_max_vals()}. */
public final class Arithmetic {
    private final Verification verification;
    private final Operands operands;
    private final PointerArithmetic pointers;
    private final Sanitizer sanitizer;

    public Arithmetic(Verification verification, Operands operands, PointerArithmetic pointers, Sanitizer sanitizer) {
        this.verification = verification;
        this.operands = operands;
        this.pointers = pointers;
        this.sanitizer = sanitizer;
    }

    public void apply(Alu alu) {
        int dst = alu.dst().number();
        if (alu.source() instanceof Register source) {
            operands.source(source, alu.width());
        }
        operands.source(alu.dst(), alu.width());
        if (alu.source() instanceof Immediate constant) {
            checkConstant(alu, constant.value());
        }
        operands.destination(alu.dst(), alu.width());
        if (verification.register(dst).kind() == RegisterKind.ARENA) {
            // Anything may be done with them: only the lower half counts.
            return;
        }
        if (alu.source() instanceof Register source) {
            applyRegister(alu, dst, source.number());
        } else if (alu.source() instanceof Immediate constant) {
            RegisterState value = RegisterState.scalar(Scalar.constant(constant.value()));
            RegisterState target = verification.register(dst);
            if (target.isScalar()) {
                applyScalar(alu, dst, value);
            } else {
                pointers.apply(alu, target, value, PointerArithmetic.PointerSide.DESTINATION);
            }
        }
        Invariants.check(verification, dst, "alu");
    }

    private void checkConstant(Alu alu, int value) {
        switch (alu.operator()) {
            case DIV, SDIV, MOD, SMOD -> {
                if (value == 0) {
                    throw verification.reject(Errno.EINVAL, "div by zero");
                }
            }
            case LSH, RSH, ARSH -> {
                if (value < 0 || value >= alu.width().bits()) {
                    throw verification.reject(Errno.EINVAL, "invalid shift " + value);
                }
            }
            case ADD, SUB, MUL, OR, AND, XOR -> {}
        }
    }

    private void applyRegister(Alu alu, int dst, int src) {
        RegisterState target = verification.register(dst);
        RegisterState source = verification.register(src);
        if (!source.isScalar()) {
            if (target.isScalar()) {
                verification.precision.mark(dst);
                pointers.apply(alu, source, target, PointerArithmetic.PointerSide.SOURCE);
                return;
            }
            if (alu.operator() == AluOperator.SUB && verification.mayLeakPointers()) {
                verification.markUnknown(dst);
                return;
            }
            throw verification.reject(
                    Errno.EACCES,
                    "R" + dst + " pointer " + PointerArithmetic.symbol(alu.operator()) + " pointer prohibited");
        }
        if (!target.isScalar()) {
            verification.precision.mark(src);
            pointers.apply(alu, target, source, PointerArithmetic.PointerSide.DESTINATION);
            return;
        }
        if (target.isPrecise()) {
            verification.precision.mark(src);
        }
        applyScalar(alu, dst, source);
    }

    private void applyScalar(Alu alu, int dst, RegisterState source) {
        if (source.isConstant() && (alu.operator() == AluOperator.AND || alu.operator() == AluOperator.OR)) {
            forkMask(dst);
        }
        RegisterState before = verification.register(dst);
        Scalar result = compute(alu, before, source);
        RegisterState after = isUncomputable(alu, source)
                ? verification.unknown(before)
                : becomesKnown(alu, result) ? before.withScalar(result).withOffset(0) : before.withScalar(result);
        verification.register(dst, relate(alu, before, after, source));
    }

    /**
     * A number that is -1 or 0, as a shift by all bits but one leaves it, is a mask. Each of the two goes its own way.
     */
    private void forkMask(int dst) {
        RegisterState mask = verification.register(dst);
        Scalar scalar = mask.scalar();
        boolean wide = scalar.smin() == -1 && scalar.smax() == 0;
        if (!wide && !(scalar.s32Min() == -1 && scalar.s32Max() == 0)) {
            return;
        }
        int instruction = verification.instruction;
        VerifierState zero = verification.worklist.push(instruction, instruction, Worklist.Way.REAL);
        zero.current().registers[dst] = masked(mask, 0, wide ? Width.W64 : Width.W32);
        verification.register(dst, masked(mask, -1, wide ? Width.W64 : Width.W32));
    }

    private static RegisterState masked(RegisterState mask, int value, Width width) {
        if (width == Width.W64) {
            return mask.withScalar(Scalar.constant(value)).withId(0).withOffset(0);
        }
        Scalar scalar = mask.scalar();
        Tnum low = Tnum.constant(Integer.toUnsignedLong(value));
        return mask.withScalar(scalar.draft()
                .tnum(scalar.tnum().withSubregister(low))
                .signed32(value, value)
                .unsigned32(value, value)
                .build());
    }

    private static boolean becomesKnown(Alu alu, Scalar result) {
        return switch (alu.operator()) {
            case AND, OR, XOR -> result.isConstant();
            case ADD, SUB, MUL, DIV, SDIV, MOD, SMOD, LSH, RSH, ARSH -> false;
        };
    }

    private Scalar compute(Alu alu, RegisterState before, RegisterState source) {
        if (!isUncomputable(alu, source)) {
            sanitizer.beforeScalar(alu);
        }
        return ScalarArithmetic.apply(alu.width(), alu.operator(), before.scalar(), source.scalar());
    }

    private static boolean isUncomputable(Alu alu, RegisterState source) {
        return switch (alu.operator()) {
            case DIV, SDIV, MOD, SMOD -> true;
            case LSH, RSH, ARSH -> !ScalarArithmetic.isShiftCount(alu.width(), source.scalar());
            case ADD, SUB, MUL, OR, AND, XOR -> false;
        };
    }

    /** Adding a constant keeps the relation to the number that it was copied from; all else ends it. */
    private RegisterState relate(Alu alu, RegisterState before, RegisterState after, RegisterState source) {
        boolean narrow = alu.width() == Width.W32;
        boolean subtracts = alu.operator() == AluOperator.SUB;
        Tnum bits = source.scalar().tnum();
        boolean related = verification.isBpfCapable()
                && (subtracts || alu.operator() == AluOperator.ADD)
                && after.id() != 0
                && (after.id() & RegisterState.ADD_CONST) == 0
                && (narrow ? bits.isSubregisterConstant() : bits.isConstant())
                && !alu.dst().equals(alu.source());
        if (!related) {
            return after.withId(0).withOffset(0);
        }
        long delta = narrow ? (int) bits.value() : bits.value();
        boolean fits = delta == (int) delta && !(subtracts && delta == Integer.MIN_VALUE);
        // What is above 32 bits is lost, and the relation with it.
        boolean loses = narrow && Long.compareUnsigned(before.scalar().umax(), 0xffff_ffffL) > 0;
        if (!fits || loses) {
            return after.withId(0).withOffset(0);
        }
        int flag = narrow ? RegisterState.ADD_CONST_32 : RegisterState.ADD_CONST_64;
        return after.withId(after.id() | flag).withOffset((int) (subtracts ? -delta : delta));
    }

    public void negate(Negate negate) {
        int dst = negate.dst().number();
        operands.source(negate.dst(), negate.width());
        refusePointer(dst);
        RegisterState before = verification.register(dst);
        if (before.isScalar()) {
            operands.destination(negate.dst(), negate.width());
            before = verification.register(dst);
            verification.register(
                    dst,
                    before.withScalar(ScalarArithmetic.negate(negate.width(), before.scalar()))
                            .withId(0)
                            .withOffset(0));
        } else {
            operands.unknownDestination(dst, negate.width());
        }
        Invariants.check(verification, dst, "alu");
    }

    public void swapBytes(SwapBytes swap) {
        int dst = swap.dst().number();
        Width width = swap.bits() == 64 ? Width.W64 : Width.W32;
        operands.source(swap.dst(), width);
        refusePointer(dst);
        RegisterState before = verification.register(dst);
        if (!before.isScalar()) {
            operands.unknownDestination(dst, width);
            return;
        }
        operands.destination(dst, width);
        before = verification.register(dst);
        boolean swaps = swap.kind() != ByteSwap.TO_LITTLE_ENDIAN;
        Scalar result = ScalarBytes.apply(before.scalar(), swap.bits(), swaps ? Order.REVERSED : Order.KEPT);
        RegisterState after = before.withScalar(result);
        boolean changes = swaps || swap.bits() != Long.SIZE;
        verification.register(dst, changes ? after.withId(0).withOffset(0) : after);
        Invariants.check(verification, dst, "alu");
    }

    private void refusePointer(int dst) {
        if (verification.isSecret(dst)) {
            throw verification.reject(Errno.EACCES, "R" + dst + " pointer arithmetic prohibited");
        }
    }
}
