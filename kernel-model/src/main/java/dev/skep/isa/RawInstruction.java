package dev.skep.isa;

/**
 * One slot of eight bytes with its fields as they stand, the kernel's {@code struct bpf_insn}.
 *
 * <pre>
 *   byte      0        1         2 .. 3      4 .. 7
 *         +--------+----+----+-----------+-------------+
 *         | opcode |src |dst |  offset   |  immediate  |     little-endian
 *         +--------+----+----+-----------+-------------+
 *                  bits 7-4, 3-0
 * </pre>
 *
 * @param opcode 0 to 255
 * @param dst 0 to 15
 * @param src 0 to 15
 * @param offset signed, 16 bits
 */
public record RawInstruction(int opcode, int dst, int src, int offset, int immediate) {
    /** The opcode of the only instruction that takes two slots. */
    public static final int LD_IMM64 = 0x18;

    private static final int CALLX = 0x8d;

    public RawInstruction {
        if (opcode >>> 8 != 0 || dst >>> 4 != 0 || src >>> 4 != 0 || offset != (short) offset) {
            throw new IllegalArgumentException("opcode " + opcode + ", dst " + dst + ", src " + src + ", offset "
                    + offset + ": expected 8, 4, 4 and signed 16 bits");
        }
    }

    /**
     * Takes a slot apart.
     *
     * @param slot the eight bytes, the first in the lowest bits
     */
    public static RawInstruction of(long slot) {
        return new RawInstruction(
                (int) slot & 0xff, (int) (slot >>> 8) & 0xf, (int) (slot >>> 12) & 0xf, (short) (slot >>> 16), (int)
                        (slot >>> 32));
    }

    /**
     * Whether the kernel knows the opcode, whatever the other fields hold; its {@code bpf_opcode_in_insntable()}. It
     * does not know {@code callx}.
     */
    public boolean isKnownToKernel() {
        return InstructionDecoder.isOpcode(opcode) && opcode != 0 && opcode != CALLX;
    }

    /** What kind of thing it does, also when the opcode does not exist. */
    public InstructionClass instructionClass() {
        return InstructionClass.of(opcode);
    }

    /**
     * The operation bits of arithmetic and jumps, the mode bits and more of loads and stores: the upper half of the
     * opcode.
     */
    public int operation() {
        return opcode & 0xf0;
    }

    /** The mode bits of a load or store. */
    public int mode() {
        return opcode & 0xe0;
    }

    /** The size bits of a load or store. */
    public int size() {
        return opcode & 0x18;
    }

    /** Whether the bit is set that makes the second operand of arithmetic or of a branch a register. */
    public boolean hasRegisterSource() {
        return (opcode & 0x08) != 0;
    }

    /** The eight bytes, the first in the lowest bits. */
    public long toLong() {
        return opcode | (long) dst << 8 | (long) src << 12 | (offset & 0xffffL) << 16 | (long) immediate << 32;
    }
}
