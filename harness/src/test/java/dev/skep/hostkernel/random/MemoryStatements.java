package dev.skep.hostkernel.random;

import dev.skep.isa.AluOperator;
import dev.skep.isa.AtomicOperator;
import dev.skep.isa.Immediate;
import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.Alu;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import dev.skep.kernel.program.ProgramType;

/** Loads and stores: the stack with its spills, and whatever else there is a pointer to. */
final class MemoryStatements {
    private final Workshop shop;
    private final Chance chance;
    private final CodeWriter code;

    MemoryStatements(Workshop shop) {
        this.shop = shop;
        this.chance = shop.chance;
        this.code = shop.code;
    }

    void write() {
        switch (chance.below(9)) {
            case 0, 1 -> storeToStack();
            case 2 -> loadFromStack();
            case 3 -> spill();
            case 4 -> fill();
            case 5 -> variableStack();
            case 6 -> atomicOnStack();
            default -> accessSomething();
        }
    }

    private void storeToStack() {
        MemorySize size = chance.size();
        int offset = shop.stackPlace(size.bytes());
        Operand value = chance.percent(40) ? new Immediate(chance.edge32()) : shop.number();
        if (chance.percent(8) && value instanceof Register source) {
            code.emit(new Instruction.StoreRelease(size, Register.R10, offset, source));
        } else {
            code.store(size, Register.R10, offset, value);
        }
        shop.belief.wrote(offset, size.bytes(), Content.anyNumber());
    }

    private void loadFromStack() {
        MemorySize size = chance.size();
        int offset = shop.stackPlace(size.bytes());
        if (!shop.belief.isWritten(offset, size.bytes()) || shop.belief.holdsPointer(offset, size.bytes())) {
            if (chance.percent(85)) {
                shop.fillStack(offset, size.bytes());
            } else {
                shop.repeatable = false;
            }
        }
        load(size, Register.R10, offset);
    }

    private void load(MemorySize size, Register base, int offset) {
        Register to = shop.target();
        if (size != MemorySize.U64 && chance.percent(25)) {
            code.emit(new Instruction.LoadSignExtended(size, to, base, offset));
        } else if (chance.percent(6)) {
            code.emit(new Instruction.LoadAcquire(size, to, base, offset));
        } else {
            code.load(size, to, base, offset);
        }
        shop.belief.set(to, size == MemorySize.U8 ? new Content.Scalar(-1) : Content.anyNumber());
    }

    /** All of a register, number or pointer, to the stack. */
    private void spill() {
        var held = shop.belief.with(content -> !content.equals(Content.nothing()));
        Register from = held.isEmpty() ? shop.freshNumber() : chance.of(held);
        int offset = shop.stackPlace(8);
        code.store(MemorySize.U64, Register.R10, offset, from);
        shop.belief.wrote(offset, 8, shop.belief.of(from));
        if (chance.percent(20)) {
            // part of it is overwritten
            MemorySize size = chance.of(MemorySize.U8, MemorySize.U16, MemorySize.U32);
            int at = offset + size.bytes() * chance.below(8 / size.bytes());
            if (shop.belief.of(from).isPointer()) {
                shop.repeatable = false;
            }
            code.store(size, Register.R10, at, new Immediate(chance.edge32()));
            shop.belief.wrote(at, size.bytes(), Content.anyNumber());
        }
    }

    private void fill() {
        for (int tries = 0; tries < 16; tries++) {
            int slot = chance.below(shop.stackBytes / 8);
            Content content = shop.belief.slots[slot];
            if (!content.equals(Content.nothing())) {
                Register to = shop.target();
                int offset = -8 * (slot + 1);
                MemorySize size = chance.percent(75) ? MemorySize.U64 : chance.size();
                code.load(size, to, Register.R10, offset);
                if (content.isPointer() && size != MemorySize.U64) {
                    shop.repeatable = false;
                }
                shop.belief.set(to, size == MemorySize.U64 ? content : Content.anyNumber());
                return;
            }
        }
        loadFromStack();
    }

    /** An offset that is only known within bounds. */
    private void variableStack() {
        int bytes = chance.of(8, 16, 32);
        int offset = shop.stackPlace(bytes);
        shop.fillStack(offset, bytes);
        MemorySize size = chance.of(MemorySize.U8, MemorySize.U16, MemorySize.U32, MemorySize.U64);
        Register index = unknown();
        shop.bound(index, bytes - size.bytes());
        Register base = shop.target();
        if (base.equals(index)) {
            return;
        }
        shop.stackPointer(base, chance.percent(95) ? offset : offset - chance.below(9));
        code.emit(new Alu(Width.W64, AluOperator.ADD, base, index));
        shop.belief.set(base, Content.nothing());
        if (chance.percent(50)) {
            code.store(size, base, 0, chance.percent(50) ? new Immediate(chance.edge32()) : index);
            for (int at = offset; at < offset + bytes; at += 8) {
                shop.belief.wrote(at, 8, Content.anyNumber());
            }
        } else {
            load(size, base, 0);
        }
    }

    /** A number that the verifier knows nothing about, and that is the same in every run. */
    Register unknown() {
        Register to = shop.lastingTarget();
        Register context = shop.context();
        boolean words = shop.type == ProgramType.RAW_TRACEPOINT || shop.type == ProgramType.KPROBE;
        if (context != null && chance.percent(80)) {
            code.load(
                    words ? MemorySize.U64 : MemorySize.U32,
                    to,
                    context,
                    switch (shop.type) {
                        case XDP -> 12;
                        case SCHED_CLS, SOCKET_FILTER, CGROUP_SKB, SCHED_ACT, LWT_XMIT, SK_SKB ->
                            chance.of(0, 8, 16, 32, 48, 52);
                        default -> 0;
                    });
        } else {
            code.help(7);
            shop.belief.called();
            code.move(to, Register.R0);
            shop.belief.set(Register.R0, Content.anyNumber());
            shop.repeatable = false;
        }
        shop.belief.set(to, Content.anyNumber());
        return to;
    }

    private void atomicOnStack() {
        MemorySize size = chance.of(MemorySize.U32, MemorySize.U64);
        int offset = shop.stackPlace(size.bytes());
        shop.fillStack(offset, size.bytes());
        atomic(size, Register.R10, offset);
        shop.belief.wrote(offset, size.bytes(), Content.anyNumber());
    }

    private void atomic(MemorySize size, Register base, int offset) {
        AtomicOperator operator = chance.of(AtomicOperator.values());
        Register source = shop.number();
        if (operator.fetches() && shop.belief.pinned.contains(source)) {
            source = shop.freshNumber();
        }
        if (operator == AtomicOperator.CMPXCHG && !shop.belief.of(Register.R0).isNumber()) {
            code.move(Register.R0, chance.edge());
            shop.belief.set(Register.R0, Content.anyNumber());
        }
        code.emit(new Instruction.Atomic(operator, size, base, offset, source));
        if (operator == AtomicOperator.CMPXCHG) {
            shop.belief.set(Register.R0, Content.anyNumber());
        } else if (operator.fetches()) {
            shop.belief.set(source, Content.anyNumber());
        }
    }

    private void accessSomething() {
        var pointers =
                shop.belief.with(content -> content instanceof Content.Memory || content instanceof Content.Packet);
        if (pointers.isEmpty()) {
            storeToStack();
            return;
        }
        Register base = chance.of(pointers);
        switch (shop.belief.of(base)) {
            case Content.Memory memory ->
                access(
                        base,
                        memory.size(),
                        memory.kind() != Content.Kind.READ_ONLY_VALUE,
                        memory.kind() != Content.Kind.ARGUMENT);
            case Content.Packet packet -> access(base, packet.size(), true, false);
            default -> storeToStack();
        }
    }

    /**
     * Some access to memory that is there.
     *
     * @param bytes of it
     * @param writable whether a store is in order
     * @param atomics whether atomic operations are
     */
    void access(Register base, int bytes, boolean writable, boolean atomics) {
        MemorySize size = chance.size();
        int room = bytes - size.bytes();
        if (room < 0 && !chance.percent(5)) {
            return;
        }
        int offset = chance.percent(30) ? room : room <= 0 ? 0 : chance.below(room + 1);
        if (chance.percent(3)) {
            offset += chance.between(-2, 2);
        }
        boolean store = writable ? chance.percent(50) : chance.percent(3);
        if (room > 0 && chance.percent(35)) {
            variable(base, room, size, store);
        } else if (store && atomics && size.bytes() >= 4 && chance.percent(40)) {
            atomic(size, base, offset / size.bytes() * size.bytes());
        } else if (store) {
            code.store(size, base, offset, chance.percent(50) ? new Immediate(chance.edge32()) : shop.number());
        } else {
            load(size, base, offset);
        }
    }

    private void variable(Register base, int room, MemorySize size, boolean store) {
        Register index = chance.percent(60) ? unknown() : shop.number();
        if (!shop.belief.of(base).isPointer() || shop.belief.pinned.contains(index)) {
            return;
        }
        shop.bound(index, room);
        Content content = shop.belief.of(base);
        Register moved = shop.target();
        if (moved.equals(index) || moved.equals(base) || !content.isPointer()) {
            return;
        }
        if (chance.percent(80)) {
            code.move(moved, base);
            code.emit(new Alu(Width.W64, AluOperator.ADD, moved, index));
        } else {
            code.move(moved, index);
            code.emit(new Alu(Width.W64, AluOperator.ADD, moved, base));
        }
        shop.belief.set(moved, Content.nothing());
        if (store) {
            code.store(size, moved, 0, chance.percent(50) ? new Immediate(chance.edge32()) : index);
        } else {
            load(size, moved, 0);
        }
    }
}
