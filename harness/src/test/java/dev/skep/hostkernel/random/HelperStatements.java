package dev.skep.hostkernel.random;

import dev.skep.isa.Condition;
import dev.skep.isa.Register;

/** Helpers that read and write memory of a given size, and those that only answer. */
final class HelperStatements {
    private final Workshop shop;
    private final Chance chance;
    private final CodeWriter code;
    private final MemoryStatements memory;

    HelperStatements(Workshop shop, MemoryStatements memory) {
        this.shop = shop;
        this.chance = shop.chance;
        this.code = shop.code;
        this.memory = memory;
    }

    void write() {
        switch (chance.below(6)) {
            case 0 -> answer();
            case 1 -> probe();
            case 2 -> checksum();
            case 3 -> parse();
            case 4 -> compare();
            default -> anyHelper();
        }
    }

    private void answered() {
        shop.belief.called();
        shop.belief.set(Register.R0, Content.anyNumber());
    }

    private void answer() {
        code.help(chance.of(5, 7, 8, 118, 125, 42));
        shop.repeatable = false;
        answered();
    }

    /** Reads kernel memory, from nowhere, into the stack. */
    private void probe() {
        int bytes = chance.of(1, 8, 24, 32);
        int place = shop.stackPlace(bytes);
        if (chance.percent(50)) {
            shop.fillStack(place, bytes);
        } else {
            // of no bytes, it leaves what was there
            shop.repeatable = false;
        }
        Register size = chance.percent(50) ? memory.unknown() : null;
        if (size == null) {
            code.move(Register.R2, bytes);
        } else {
            shop.bound(size, bytes);
            code.move(Register.R2, size);
        }
        shop.stackPointer(Register.R1, place);
        code.move(Register.R3, 0);
        code.help(113);
        for (int at = place; at < place + bytes; at++) {
            shop.belief.wrote(at, 1, Content.anyNumber());
        }
        answered();
    }

    private void checksum() {
        int bytes = chance.of(4, 8, 16);
        int place = shop.stackPlace(bytes);
        shop.fillStack(place, bytes);
        code.move(Register.R1, 0);
        code.move(Register.R2, 0);
        if (chance.percent(50)) {
            shop.stackPointer(Register.R1, place);
            code.move(Register.R2, bytes);
        }
        shop.stackPointer(Register.R3, place);
        code.move(Register.R4, bytes);
        code.move(Register.R5, chance.below(70000));
        code.help(28);
        answered();
    }

    private void parse() {
        int text = shop.stackPlace(8);
        shop.fillStack(text, 8);
        int result = shop.stackPlace(8) / 8 * 8;
        shop.stackPointer(Register.R1, text);
        code.move(Register.R2, chance.of(1, 8));
        code.move(Register.R3, chance.of(0, 10, 16, 5));
        shop.stackPointer(Register.R4, result);
        code.help(chance.of(105, 106));
        shop.belief.wrote(result, 8, Content.anyNumber());
        shop.repeatable &= shop.belief.isWritten(result, 8);
        answered();
    }

    /** A string on the stack against one that is not constant: refused more often than not. */
    private void compare() {
        int text = shop.stackPlace(8);
        shop.fillStack(text, 8);
        shop.stackPointer(Register.R1, text);
        code.move(Register.R2, chance.of(1, 8));
        shop.stackPointer(Register.R3, text);
        if (chance.percent(20)) {
            code.help(182);
            answered();
        }
    }

    /** Whatever helper, with whatever there is in registers. */
    private void anyHelper() {
        if (chance.percent(85)) {
            CodeWriter.Label on = new CodeWriter.Label();
            code.branch(Condition.SGE, shop.number(), 0, on);
            code.place(on);
            return;
        }
        code.help(chance.below(215));
        shop.repeatable = false;
        answered();
    }
}
