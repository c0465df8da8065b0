package dev.skep.isa;

/**
 * One instruction, normalised: what the opcode, the offset and the immediate of the encoding only hint at (a division
 * that is signed because its offset is 1) is a record of its own, so that nothing later looks at raw fields.
 *
 * <p>Offsets of jumps and calls count slots of eight bytes from the instruction that follows. Offsets of memory
 * accesses count bytes. Source: RFC 9669, and the kernel's {@code include/uapi/linux/bpf.h} for what the RFC leaves
 * out.
 */
public sealed interface Instruction {

    /** {@code dst = dst operator source}. */
    record Alu(Width width, AluOperator operator, Register dst, Operand source) implements Instruction {}

    /** {@code dst = -dst}. */
    record Negate(Width width, Register dst) implements Instruction {}

    /** {@code dst = source}. */
    record Move(Width width, Register dst, Operand source) implements Instruction {}

    /**
     * {@code dst = (s8) src}.
     *
     * @param bits 8, 16, or for 64-bit moves 32: the bits of the source that count
     */
    record MoveSignExtended(Width width, int bits, Register dst, Register src) implements Instruction {}

    /**
     * Rearranges the lowest bytes of {@code dst} and clears those above.
     *
     * @param bits 16, 32 or 64
     */
    record SwapBytes(ByteSwap kind, int bits, Register dst) implements Instruction {}

    /**
     * Turns a pointer of one address space into one of another.
     *
     * @param spaces the target's number in the upper 16 bits, the source's in the lower; the kernel takes 1 (arena to
     *     kernel: space 1 to 0) and 0x10000
     */
    record CastAddressSpace(Register dst, Register src, int spaces) implements Instruction {}

    /** A 64-bit constant, in two slots. */
    record LoadImmediate(Register dst, long value) implements Instruction {}

    /** A 64-bit constant that only linking or loading can tell, in two slots: immediates of both as they stand. */
    record LoadPseudo(Register dst, PseudoSource kind, int immediate, int nextImmediate) implements Instruction {}

    /** The second slot of a two-slot load. It is no instruction; nothing may jump to it. */
    record WideTail(int immediate) implements Instruction {}

    /** {@code dst = *(size *)(base + offset)}, zero-extended. */
    record Load(MemorySize size, Register dst, Register base, int offset) implements Instruction {}

    /**
     * {@code dst = *(size *)(base + offset)}, sign-extended.
     *
     * @param size 1, 2 or 4 bytes
     */
    record LoadSignExtended(MemorySize size, Register dst, Register base, int offset) implements Instruction {}

    /** {@code *(size *)(base + offset) = source}. */
    record Store(MemorySize size, Register base, int offset, Operand source) implements Instruction {}

    /**
     * A read-modify-write of memory.
     *
     * @param size 4 or 8 bytes
     */
    record Atomic(AtomicOperator operator, MemorySize size, Register base, int offset, Register src)
            implements Instruction {}

    /** A load that later accesses do not overtake. */
    record LoadAcquire(MemorySize size, Register dst, Register base, int offset) implements Instruction {}

    /** A store that does not overtake earlier accesses. */
    record StoreRelease(MemorySize size, Register base, int offset, Register src) implements Instruction {}

    /**
     * A load from the packet of the skb in r6 into r0, in network byte order. It clobbers r1 to r5, and ends the
     * program with 0 when the packet is too short.
     *
     * @param size 1, 2 or 4 bytes
     * @param src added to the immediate when {@link PacketAddressing#INDIRECT}, else r0 and ignored
     */
    record LoadPacket(PacketAddressing addressing, MemorySize size, Register src, int immediate)
            implements Instruction {}

    /** {@code goto}, with the 16-bit offset. */
    record Jump(int offset) implements Instruction {}

    /** {@code gotol}: {@code goto} with a 32-bit offset. */
    record LongJump(int offset) implements Instruction {}

    /** {@code if dst condition source goto}. */
    record Branch(Width width, Condition condition, Register dst, Operand source, int offset) implements Instruction {}

    /** Goes on, or jumps when the budget of iterations is used up. */
    record MayGoto(int offset) implements Instruction {}

    /** Calls the helper with this number. */
    record CallHelper(int id) implements Instruction {}

    /** Calls a subprogram of the same program. */
    record CallSubprogram(int offset) implements Instruction {}

    /**
     * Calls a kernel function.
     *
     * @param btfId its type in the kernel's BTF, or in that of the module
     * @param descriptorIndex 0 for the kernel, else the index of the module's BTF in the array of descriptors
     */
    record CallKfunc(int btfId, int descriptorIndex) implements Instruction {}

    /** {@code callx}: calls what a register says. The kernel takes it from nobody. */
    record CallRegister(Register target) implements Instruction {}

    /** Returns r0. */
    record Exit() implements Instruction {}

    /**
     * A slot that is no instruction: an unknown opcode, a reserved field that is not 0, half a two-slot load.
     *
     * @param raw the slot as it stands, see {@link RawInstruction#toLong()}
     */
    record Invalid(long raw) implements Instruction {}

    /** How many slots the instruction takes: 2 for loads of 64-bit constants, else 1. */
    default int slots() {
        return this instanceof LoadImmediate || this instanceof LoadPseudo ? 2 : 1;
    }
}
