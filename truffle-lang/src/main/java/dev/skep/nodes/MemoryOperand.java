package dev.skep.nodes;

import org.jspecify.annotations.Nullable;

/**
 * Where an instruction goes in memory.
 *
 * @param slot of the instruction
 * @param base the register with the pointer
 * @param offset what is added to it, 16 bits, signed
 * @param shared the pointer that others use as well, see {@link PointerUses}; null when there is none
 */
record MemoryOperand(
        int slot, int base, int offset, @Nullable SharedPointer shared) {}
