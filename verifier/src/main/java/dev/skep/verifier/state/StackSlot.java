package dev.skep.verifier.state;

import dev.skep.verifier.domain.Scalar;

/**
 * Eight bytes of stack: what each of them holds, and the register that was spilled to them; the kernel's {@code struct
 * bpf_stack_state}. Immutable.
 *
 * <p>Byte 7 is the one at the lowest address: a 4-byte spill to {@code fp-8} covers the bytes 7 to 4.
 *
 * @param types a byte for each byte, the ordinal of its {@link SlotType}
 */
public record StackSlot(long types, RegisterState spilled) {
    /** Bytes of a slot. */
    public static final int SIZE = 8;

    private static final long EVERY = 0x0101_0101_0101_0101L;

    public static final StackSlot EMPTY = new StackSlot(0, RegisterState.NOT_INIT.withScalar(Scalar.ZERO));

    /** A slot that was forgotten, since nobody reads it. */
    public static final StackSlot DEAD = new StackSlot(0, RegisterState.NOT_INIT);

    public static long all(SlotType type) {
        return type.ordinal() * EVERY;
    }

    public SlotType at(int index) {
        return SlotType.of((int) (types >>> (index * 8)) & 0xff);
    }

    /** The byte at the lowest address, which says what kind of slot it is. */
    public SlotType kind() {
        return at(SIZE - 1);
    }

    public boolean isAll(SlotType type) {
        return types == all(type);
    }

    public StackSlot with(int index, SlotType type) {
        int shift = index * 8;
        long changed = types & ~(0xffL << shift) | (long) type.ordinal() << shift;
        return changed == types ? this : new StackSlot(changed, spilled);
    }

    public StackSlot with(RegisterState register) {
        return register == spilled ? this : new StackSlot(types, register);
    }

    public boolean isSpill() {
        return kind() == SlotType.SPILL;
    }

    public boolean isScalarSpill() {
        return isSpill() && spilled.isScalar();
    }

    /** A number that fills the slot. */
    public boolean isScalarSpill64() {
        return at(0) == SlotType.SPILL && spilled.isScalar();
    }

    /** Whether it holds more than bytes. */
    public boolean isSpecial() {
        return switch (kind()) {
            case SPILL, DYNPTR, ITERATOR, IRQ_FLAG -> true;
            case INVALID, MISC, ZERO -> false;
        };
    }

    /** Bytes of the spill, from the lowest address on. */
    public int spillSize() {
        int size = 1;
        for (int index = SIZE - 1; index > 0 && at(index - 1) == SlotType.SPILL; index--) {
            size++;
        }
        return size;
    }

    /** With this register spilled to its lowest bytes; what is above keeps being known to be 0 or not written. */
    public StackSlot spill(RegisterState register, int size) {
        long changed = types;
        for (int index = 0; index < SIZE; index++) {
            SlotType now = at(index);
            SlotType then = index >= SIZE - size
                    ? SlotType.SPILL
                    : now == SlotType.ZERO || now == SlotType.INVALID ? now : SlotType.MISC;
            changed = changed & ~(0xffL << (index * 8)) | (long) then.ordinal() << (index * 8);
        }
        return new StackSlot(changed, register);
    }

    /** Every written byte becomes one that is only written. */
    public StackSlot scrubbed() {
        StackSlot result = this;
        for (int index = 0; index < SIZE; index++) {
            if (at(index) != SlotType.INVALID) {
                result = result.with(index, SlotType.MISC);
            }
        }
        return result;
    }

    /** The letters of all bytes, as the log has them. */
    public String letters() {
        char[] letters = new char[SIZE];
        for (int index = 0; index < SIZE; index++) {
            letters[index] = at(index).letter();
        }
        return new String(letters);
    }
}
