package dev.skep.nodes;

/**
 * Where an instruction goes in memory.
 *
 * @param slot of the instruction
 * @param base the register with the pointer
 * @param offset what is added to it, 16 bits, signed
 * @param shared whether others use the same pointer, see {@link PointerUses}
 */
record MemoryOperand(int slot, int base, int offset, boolean shared) {}
