package dev.skep.verifier.transfer;

import dev.skep.isa.AluOperator;
import dev.skep.isa.Instruction.Alu;
import dev.skep.isa.Width;
import dev.skep.kernel.Errno;
import dev.skep.verifier.domain.Scalar;
import dev.skep.verifier.explore.Rejection;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;

/** A pointer and a number; the kernel's {@code adjust_ptr_min_max_vals()}. */
public final class PointerArithmetic {
    private static final long MAX_OFFSET = 1 << 29;

    private final Verification verification;
    private final Sanitizer sanitizer;

    public PointerArithmetic(Verification verification, Sanitizer sanitizer) {
        this.verification = verification;
        this.sanitizer = sanitizer;
    }

    /** Which operand is the pointer. */
    public enum PointerSide {
        DESTINATION,
        SOURCE
    }

    /** As the kernel writes the operator when it refuses it. */
    static String symbol(AluOperator operator) {
        return switch (operator) {
            case SDIV -> "/=";
            case SMOD -> "%=";
            default -> operator.symbol();
        };
    }

    void apply(Alu alu, RegisterState pointer, RegisterState number, PointerSide side) {
        int dst = alu.dst().number();
        Scalar offset = number.scalar();
        if (contradicts(offset)) {
            verification.markUnknown(dst);
            return;
        }
        if (alu.width() == Width.W32) {
            if (alu.operator() == AluOperator.SUB && verification.mayLeakPointers()) {
                verification.markUnknown(dst);
                return;
            }
            throw refuse("R" + dst + " 32-bit pointer arithmetic prohibited");
        }
        if (pointer.type().mayBeNull()) {
            throw refuse("R" + dst + " pointer arithmetic on " + pointer.type() + " prohibited, null-check it first");
        }
        if (pointer.kind() == RegisterKind.MEM && pointer.type().has(RegisterType.UNTRUSTED)) {
            return;
        }
        checkKind(alu, pointer, offset);
        if (!isSane(number, pointer.type()) || !isSane(pointer, pointer.type())) {
            throw new Rejection(Errno.EINVAL);
        }
        int definition = verification.register(dst).subregisterDefinition();
        RegisterState base = pointer.withSubregisterDefinition(definition)
                .withPrecision(dev.skep.verifier.state.Precision.IMPRECISE);
        if (side == PointerSide.SOURCE) {
            // A number that becomes a pointer takes its type, its place and its id; whose frame it points into and what
            // it
            // holds stay those of the number: the caller's outermost frame, and nothing.
            base = base.withReference(0).inFrame(0);
        }
        Sanitizer.Plan plan = sanitizer.before(alu, pointer, offset, side);
        RegisterState result = switch (alu.operator()) {
            case ADD -> add(base, offset);
            case SUB -> subtract(base, offset, dst, side);
            case AND, OR, XOR ->
                throw refuse("R" + dst + " bitwise operator " + alu.operator().symbol() + " on pointer prohibited");
            case MUL, DIV, SDIV, MOD, SMOD, LSH, RSH, ARSH ->
                throw refuse("R" + dst + " pointer arithmetic with " + symbol(alu.operator()) + " operator prohibited");
        };
        if (!isSane(result, pointer.type())) {
            throw new Rejection(Errno.EINVAL);
        }
        result = result.withScalar(result.scalar().draft().synchronise().build());
        verification.register(dst, result);
        sanitizer.after(alu, plan, result, offset);
    }

    private static boolean contradicts(Scalar offset) {
        boolean known = offset.isConstant();
        return (known && (offset.smin() != offset.smax() || offset.umin() != offset.umax()))
                || offset.smin() > offset.smax()
                || Long.compareUnsigned(offset.umin(), offset.umax()) > 0;
    }

    private Rejection refuse(String why) {
        return verification.reject(Errno.EACCES, why);
    }

    private void checkKind(Alu alu, RegisterState pointer, Scalar offset) {
        boolean known = offset.isConstant();
        boolean fine = switch (pointer.kind()) {
            case CTX, MAP_VALUE, MAP_KEY, STACK, PACKET_META, PACKET, TP_BUFFER, BTF_ID, MEM, BUF, FUNC, DYNPTR -> true;
            case FLOW_KEYS -> known;
            case MAP_PTR -> known && offset.smin() == 0 && alu.operator() == AluOperator.ADD;
            case NOT_INIT, SCALAR, PACKET_END, SOCKET, SOCK_COMMON, TCP_SOCK, XDP_SOCK, ARENA -> false;
        };
        if (!fine) {
            throw refuse("R" + alu.dst().number() + " pointer arithmetic on " + pointer.type() + " prohibited");
        }
    }

    /** Whether the offset stays where nothing overflows; says why when not. */
    private boolean isSane(RegisterState register, RegisterType type) {
        Scalar scalar = register.scalar();
        long value = scalar.value();
        if (scalar.isConstant() && (value >= MAX_OFFSET || value <= -MAX_OFFSET)) {
            verification.log.line("math between " + type + " pointer and " + value + " is not allowed");
            return false;
        }
        if (register.offset() >= MAX_OFFSET || register.offset() <= -MAX_OFFSET) {
            verification.log.line(type + " pointer offset " + register.offset() + " is not allowed");
            return false;
        }
        if (scalar.smin() == Long.MIN_VALUE) {
            verification.log.line(
                    "math between " + type + " pointer and register with unbounded min value is not allowed");
            return false;
        }
        if (scalar.smin() >= MAX_OFFSET || scalar.smin() <= -MAX_OFFSET) {
            verification.log.line("value " + scalar.smin() + " makes " + type + " pointer be out of bounds");
            return false;
        }
        return true;
    }

    private RegisterState add(RegisterState pointer, Scalar offset) {
        long fixed = pointer.offset() + offset.smin();
        if (offset.isConstant() && fixed == (int) fixed) {
            return pointer.withOffset((int) fixed).withScalar(withoutHalves(pointer.scalar()));
        }
        Scalar sum = PointerRange.plus(pointer.scalar(), offset);
        RegisterState result = pointer.withScalar(sum);
        return pointer.kind().isPacket()
                ? result.withId(verification.newId()).withFirst(0).withSecond(0).withTarget(null)
                : result;
    }

    private RegisterState subtract(RegisterState pointer, Scalar offset, int dst, PointerSide side) {
        if (side == PointerSide.SOURCE) {
            throw refuse("R" + dst + " tried to subtract pointer from scalar");
        }
        if (pointer.type().equals(RegisterType.STACK)) {
            throw refuse("R" + dst + " subtraction from stack pointer prohibited");
        }
        long fixed = pointer.offset() - offset.smin();
        if (offset.isConstant() && fixed == (int) fixed) {
            return pointer.withOffset((int) fixed).withScalar(withoutHalves(pointer.scalar()));
        }
        Scalar difference = PointerRange.minus(pointer.scalar(), offset);
        RegisterState result = pointer.withScalar(difference);
        if (!pointer.kind().isPacket()) {
            return result;
        }
        result = result.withId(verification.newId());
        return offset.smin() < 0 ? result.withFirst(0).withSecond(0).withTarget(null) : result;
    }

    /** Of pointers the lower half is not tracked; what is known of it is deduced anew. */
    static Scalar withoutHalves(Scalar scalar) {
        return scalar.draft()
                .unsigned32(0, -1)
                .signed32(Integer.MIN_VALUE, Integer.MAX_VALUE)
                .build();
    }
}
