package dev.skep.isa;

import dev.skep.isa.Instruction.WideTail;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The instructions of a program or of a function, immutable. Positions are slots of eight bytes, the kernel's
 * instruction index: a two-slot load at {@code n} is followed by its {@link WideTail} at {@code n + 1}.
 */
public final class Bytecode {
    private final long[] slots;
    private final Instruction[] instructions;

    private Bytecode(long[] slots) {
        this.slots = slots;
        this.instructions = InstructionDecoder.decode(slots);
    }

    /**
     * From slots.
     *
     * @param slots eight bytes each, the first in the lowest bits
     */
    public static Bytecode of(long... slots) {
        return new Bytecode(slots.clone());
    }

    /** From instructions; two-slot loads bring their tails. */
    public static Bytecode of(List<Instruction> instructions) {
        return new Bytecode(instructions.stream()
                .flatMapToLong(instruction -> Arrays.stream(InstructionEncoder.encode(instruction)))
                .toArray());
    }

    /**
     * From the bytes of an object file.
     *
     * @param bytes little-endian
     * @throws IllegalArgumentException when the length is no multiple of eight
     */
    public static Bytecode of(byte[] bytes) {
        if (bytes.length % Long.BYTES != 0) {
            throw new IllegalArgumentException("bytecode of " + bytes.length + " bytes, expected a multiple of 8");
        }
        long[] slots = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(slots);
        return new Bytecode(slots);
    }

    /** The number of slots. */
    public int size() {
        return slots.length;
    }

    /** What begins at this slot. */
    public Instruction at(int slot) {
        return instructions[slot];
    }

    /** The fields of this slot as they stand. */
    public RawInstruction raw(int slot) {
        return RawInstruction.of(slots[slot]);
    }

    /** The eight bytes of this slot, the first in the lowest bits. */
    public long word(int slot) {
        return slots[slot];
    }

    /** All instructions in order, without the tails that {@link Instruction#slots()} accounts for. */
    public List<Instruction> instructions() {
        List<Instruction> result = new ArrayList<>(slots.length);
        for (int slot = 0; slot < slots.length; slot += instructions[slot].slots()) {
            result.add(instructions[slot]);
        }
        return List.copyOf(result);
    }

    /** The part from {@code from} up to, without, {@code to}. */
    public Bytecode slice(int from, int to) {
        return new Bytecode(Arrays.copyOfRange(slots, from, to));
    }

    /** The same with another instruction at this slot, which must take as many slots as what was there. */
    public Bytecode with(int slot, Instruction instruction) {
        return with(Map.of(slot, instruction));
    }

    /** The same with other instructions at these slots, each of which must take as many slots as what was there. */
    public Bytecode with(Map<Integer, Instruction> changes) {
        long[] changed = slots.clone();
        changes.forEach((slot, instruction) -> {
            long[] encoded = InstructionEncoder.encode(instruction);
            if (encoded.length != instructions[slot].slots()) {
                throw new IllegalArgumentException(
                        instruction + " at " + slot + " does not fit where " + instructions[slot] + " is");
            }
            System.arraycopy(encoded, 0, changed, slot, encoded.length);
        });
        return new Bytecode(changed);
    }

    public byte[] toBytes() {
        ByteBuffer buffer = ByteBuffer.allocate(slots.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asLongBuffer().put(slots);
        return buffer.array();
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Bytecode bytecode && Arrays.equals(slots, bytecode.slots);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(slots);
    }

    /** The bytes in lower-case hex. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(toBytes());
    }
}
