package dev.skep.hostkernel.random;

import dev.skep.isa.AluOperator;
import dev.skep.isa.ByteSwap;
import dev.skep.isa.Immediate;
import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.Alu;
import dev.skep.isa.Operand;
import dev.skep.isa.Register;
import dev.skep.isa.Width;

/** Arithmetic on numbers, and now and then on pointers. */
final class NumberStatements {
    private final Workshop shop;
    private final Chance chance;
    private final CodeWriter code;

    NumberStatements(Workshop shop) {
        this.shop = shop;
        this.chance = shop.chance;
        this.code = shop.code;
    }

    void write() {
        int count = chance.between(1, 4);
        for (int i = 0; i < count; i++) {
            switch (chance.below(12)) {
                case 0 -> shop.freshNumber();
                case 1 -> copy();
                case 2 -> signExtended();
                case 3 -> changed(new Instruction.Negate(chance.width(), changeable()));
                case 4 ->
                    changed(new Instruction.SwapBytes(
                            chance.of(ByteSwap.values()), chance.of(16, 32, 64), changeable()));
                case 5 -> shop.bound(changeable(), Math.abs(chance.edge32() % 5000));
                case 6 -> pointer();
                default -> operation();
            }
        }
    }

    /** A number that may be changed. */
    private Register changeable() {
        Register number = shop.number();
        return shop.belief.pinned.contains(number) ? shop.freshNumber() : number;
    }

    private void changed(Instruction instruction) {
        code.emit(instruction);
        Register register = instruction instanceof Instruction.Negate negate
                ? negate.dst()
                : ((Instruction.SwapBytes) instruction).dst();
        shop.belief.set(register, Content.anyNumber());
    }

    private void operation() {
        Register target = changeable();
        AluOperator operator = chance.operator();
        Width width = chance.width();
        code.emit(new Alu(width, operator, target, source(operator, width)));
        shop.belief.set(target, Content.anyNumber());
    }

    private Operand source(AluOperator operator, Width width) {
        if (chance.percent(45)) {
            return shop.number();
        }
        int value = chance.edge32();
        return new Immediate(
                switch (operator) {
                    case LSH, RSH, ARSH ->
                        chance.percent(3) ? value : chance.of(0, 1, 7, 8, 16, 31, 32, 63) % width.bits();
                    case DIV, MOD, SDIV, SMOD -> value == 0 && chance.percent(80) ? chance.of(1, -1, 3) : value;
                    case ADD, SUB, MUL, OR, AND, XOR -> value;
                });
    }

    private void copy() {
        Register from = shop.number();
        Register to = shop.target();
        Width width = chance.width();
        Content content = shop.belief.of(from);
        code.emit(new Instruction.Move(width, to, from));
        shop.belief.set(to, width == Width.W64 ? content : Content.anyNumber());
    }

    private void signExtended() {
        Register from = shop.number();
        Register to = shop.target();
        Width width = chance.width();
        int bits = width == Width.W64 ? chance.of(8, 16, 32) : chance.of(8, 16);
        code.emit(new Instruction.MoveSignExtended(width, bits, to, from));
        shop.belief.set(to, Content.anyNumber());
    }

    /** A copy of a pointer, moved by a constant, or something that pointers are not for. */
    private void pointer() {
        var pointers = shop.belief.with(Content::isPointer);
        if (pointers.isEmpty()) {
            operation();
            return;
        }
        Register from = chance.of(pointers);
        Register to = shop.target();
        if (to.equals(from)) {
            return;
        }
        Content content = shop.belief.of(from);
        code.move(to, from);
        shop.belief.set(to, content);
        if (chance.percent(6)) {
            code.emit(new Alu(chance.width(), chance.operator(), to, source(AluOperator.ADD, Width.W64)));
            shop.belief.set(to, Content.nothing());
            shop.repeatable = false;
        } else if (content instanceof Content.Memory memory && memory.size() > 8 && chance.percent(50)) {
            int step = chance.between(0, memory.size() - 4);
            code.add(to, step);
            shop.belief.set(to, new Content.Memory(memory.size() - step, memory.kind()));
        } else if (content instanceof Content.Packet packet && packet.size() > 2 && chance.percent(50)) {
            int step = chance.between(0, packet.size() - 1);
            code.add(to, step);
            shop.belief.set(to, new Content.Packet(packet.size() - step));
        }
    }
}
