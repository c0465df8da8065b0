package dev.skep.verifier.state;

import dev.skep.verifier.domain.Scalar;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that is known about a register, or about a spilled one; the kernel's {@code struct bpf_reg_state}. Immutable.
 *
 * <p>What a pointer points into stands in {@code target} and two numbers, whose meaning depends on the type, as in the
 * kernel's union:
 *
 * <pre>
 *   type                    target          first            second
 *   map_ptr, map_value, …   map             map uid
 *   pkt, pkt_meta                           range
 *   ptr_ (BTF)              BTF type
 *   mem                                     size             dynptr id
 *   func                                    subprogram
 *   dynptr                                  type             1: first slot
 *   iterator (stack)        BTF type        state            depth
 *   irq flag (stack)                        class
 * </pre>
 */
public final class RegisterState {
    /** Of a packet pointer that is known to be at the end of the packet, and beyond it. */
    public static final int AT_PACKET_END = -1;

    public static final int BEYOND_PACKET_END = -2;

    /** In an id: the register is the one with that id plus the constant in {@link #offset}. */
    public static final int ADD_CONST_64 = 1 << 31;

    /** The same, by a 32-bit addition. */
    public static final int ADD_CONST_32 = 1 << 30;

    /** Either of them. */
    public static final int ADD_CONST = ADD_CONST_64 | ADD_CONST_32;

    public static final RegisterState NOT_INIT =
            new RegisterState(RegisterType.NOT_INIT, 0, null, 0, 0, Scalar.UNKNOWN, 0, 0, 0, 0, false);

    public static final RegisterState UNKNOWN = NOT_INIT.withType(RegisterType.SCALAR);

    private final RegisterType type;
    private final int offset;
    private final @Nullable Object target;
    private final int first;
    private final int second;
    private final Scalar scalar;
    private final int id;
    private final int reference;
    private final int frame;
    private final int subregisterDefinition;
    private final boolean precise;

    private RegisterState(
            RegisterType type,
            int offset,
            @Nullable Object target,
            int first,
            int second,
            Scalar scalar,
            int id,
            int reference,
            int frame,
            int subregisterDefinition,
            boolean precise) {
        this.type = type;
        this.offset = offset;
        this.target = target;
        this.first = first;
        this.second = second;
        this.scalar = scalar;
        this.id = id;
        this.reference = reference;
        this.frame = frame;
        this.subregisterDefinition = subregisterDefinition;
        this.precise = precise;
    }

    /** A number. */
    public static RegisterState scalar(Scalar scalar) {
        return new RegisterState(RegisterType.SCALAR, 0, null, 0, 0, scalar, 0, 0, 0, 0, false);
    }

    /** A pointer to the start of something. */
    public static RegisterState pointer(RegisterType type, @Nullable Object target) {
        return new RegisterState(type, 0, target, 0, 0, Scalar.ZERO, 0, 0, 0, 0, false);
    }

    public RegisterType type() {
        return type;
    }

    public RegisterKind kind() {
        return type.kind();
    }

    /** Of a pointer: the fixed part of its offset. Of a number with {@link #ADD_CONST}: the constant. */
    public int offset() {
        return offset;
    }

    public @Nullable Object target() {
        return target;
    }

    public int first() {
        return first;
    }

    public int second() {
        return second;
    }

    /** The number, or the variable part of a pointer's offset. */
    public Scalar scalar() {
        return scalar;
    }

    public int id() {
        return id;
    }

    /** The id without {@link #ADD_CONST}. */
    public int baseId() {
        return id & ~ADD_CONST;
    }

    /** The id of the reference that it holds, 0 for none. */
    public int reference() {
        return reference;
    }

    /** Of a stack pointer: the number of the frame. */
    public int frame() {
        return frame;
    }

    /** 1 more than the instruction that set the lower half last and cleared the upper one, 0 when all was set. */
    public int subregisterDefinition() {
        return subregisterDefinition;
    }

    /** Whether a verdict depended on the very number. */
    public boolean isPrecise() {
        return precise;
    }

    public boolean isScalar() {
        return kind() == RegisterKind.SCALAR;
    }

    public boolean isInitialised() {
        return kind() != RegisterKind.NOT_INIT;
    }

    /** The number 0. */
    public boolean isNull() {
        return isScalar() && scalar.isConstant(0);
    }

    public boolean isConstant() {
        return isScalar() && scalar.isConstant();
    }

    public RegisterState withType(RegisterType newType) {
        return new RegisterState(
                newType, offset, target, first, second, scalar, id, reference, frame, subregisterDefinition, precise);
    }

    public RegisterState withOffset(int newOffset) {
        return new RegisterState(
                type, newOffset, target, first, second, scalar, id, reference, frame, subregisterDefinition, precise);
    }

    public RegisterState withTarget(@Nullable Object newTarget) {
        return new RegisterState(
                type, offset, newTarget, first, second, scalar, id, reference, frame, subregisterDefinition, precise);
    }

    public RegisterState withFirst(int number) {
        return new RegisterState(
                type, offset, target, number, second, scalar, id, reference, frame, subregisterDefinition, precise);
    }

    public RegisterState withSecond(int number) {
        return new RegisterState(
                type, offset, target, first, number, scalar, id, reference, frame, subregisterDefinition, precise);
    }

    @SuppressWarnings("ReferenceEquality") // equal ones may differ in identity, which only costs time
    public RegisterState withScalar(Scalar newScalar) {
        return newScalar == scalar
                ? this
                : new RegisterState(
                        type,
                        offset,
                        target,
                        first,
                        second,
                        newScalar,
                        id,
                        reference,
                        frame,
                        subregisterDefinition,
                        precise);
    }

    public RegisterState withId(int newId) {
        return newId == id
                ? this
                : new RegisterState(
                        type,
                        offset,
                        target,
                        first,
                        second,
                        scalar,
                        newId,
                        reference,
                        frame,
                        subregisterDefinition,
                        precise);
    }

    public RegisterState withReference(int newReference) {
        return new RegisterState(
                type, offset, target, first, second, scalar, id, newReference, frame, subregisterDefinition, precise);
    }

    public RegisterState inFrame(int newFrame) {
        return new RegisterState(
                type, offset, target, first, second, scalar, id, reference, newFrame, subregisterDefinition, precise);
    }

    public RegisterState withSubregisterDefinition(int instruction) {
        return instruction == subregisterDefinition
                ? this
                : new RegisterState(
                        type, offset, target, first, second, scalar, id, reference, frame, instruction, precise);
    }

    public RegisterState withPrecision(Precision precision) {
        boolean wanted = precision == Precision.PRECISE;
        return wanted == precise
                ? this
                : new RegisterState(
                        type,
                        offset,
                        target,
                        first,
                        second,
                        scalar,
                        id,
                        reference,
                        frame,
                        subregisterDefinition,
                        wanted);
    }

    /** The same pointer without what it pointed into, at its very start. */
    RegisterState cleared() {
        return new RegisterState(type, 0, null, 0, 0, Scalar.ZERO, 0, 0, frame, subregisterDefinition, precise);
    }

    /** Whether they point into the same thing at the same fixed offset: all up to the number itself. */
    public boolean samePlace(RegisterState other) {
        return offset == other.offset
                && first == other.first
                && second == other.second
                && type.equals(other.type)
                && Objects.equals(target, other.target);
    }

    /** Whether they are the same but for ids, frame and marks. */
    public boolean sameButIds(RegisterState other) {
        return samePlace(other) && scalar.equals(other.scalar);
    }

    /** Whether they are the same with their ids, but for frame and marks. */
    public boolean sameWithIds(RegisterState other) {
        return this == other || (sameButIds(other) && id == other.id && reference == other.reference);
    }
}
