package dev.skep.hostkernel.random;

import dev.skep.isa.Bytecode;

/** Changes of a few bits of a program, which mostly break it. */
final class Mutation {
    private final Chance chance;

    Mutation(Chance chance) {
        this.chance = chance;
    }

    Bytecode apply(Bytecode code) {
        long[] slots = new long[code.size()];
        for (int slot = 0; slot < slots.length; slot++) {
            slots[slot] = code.word(slot);
        }
        int count = chance.between(1, 3);
        for (int i = 0; i < count; i++) {
            int at = chance.below(slots.length);
            slots[at] = switch (chance.below(6)) {
                // opcode, registers, offset, immediate: opcode 0-7, registers 8-15, offset 16-31, immediate 32-63
                case 0 -> slots[at] ^ 1L << chance.below(8);
                case 1 -> slots[at] & ~0xf00L | (long) chance.below(12) << 8;
                case 2 -> slots[at] & ~0xf000L | (long) chance.below(12) << 12;
                case 3 ->
                    slots[at] & ~0xffff_0000L | (chance.between(chance.percent(10) ? -20 : 0, 20) & 0xffffL) << 16;
                case 4 -> slots[at] & 0xffff_ffffL | (long) chance.edge32() << 32;
                default -> slots[chance.below(slots.length)];
            };
        }
        return Bytecode.of(slots);
    }
}
