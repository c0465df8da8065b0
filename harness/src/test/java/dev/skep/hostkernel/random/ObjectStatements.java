package dev.skep.hostkernel.random;

import dev.skep.isa.Condition;
import dev.skep.isa.Immediate;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Register;
import dev.skep.kernel.program.ProgramType;

/** What has a reference or an owner: dynptrs, sockets, and structures of the kernel. */
final class ObjectStatements {
    private static final int DYNPTR = 16;

    private final Workshop shop;
    private final Chance chance;
    private final CodeWriter code;
    private final MapStatements maps;

    ObjectStatements(Workshop shop, MapStatements maps) {
        this.shop = shop;
        this.chance = shop.chance;
        this.code = shop.code;
        this.maps = maps;
    }

    void write() {
        switch (chance.below(6)) {
            case 0, 1 -> dynptrOfValue();
            case 2 -> dynptrOfRecord();
            case 3 -> dynptrOfPacket();
            case 4 -> socket();
            default -> task();
        }
    }

    private int dynptrPlace() {
        int place = shop.stackPlace(DYNPTR) / 8 * 8;
        return place > -DYNPTR || shop.belief.isPinned(place, DYNPTR) ? 0 : place;
    }

    private void answered() {
        shop.belief.called();
        shop.belief.set(Register.R0, Content.anyNumber());
    }

    private void dynptrOfValue() {
        var values = shop.belief.with(
                content -> content instanceof Content.Memory memory && memory.kind() == Content.Kind.MAP_VALUE);
        int place = dynptrPlace();
        if (values.isEmpty() || place == 0) {
            return;
        }
        Register value = chance.of(values);
        int size = ((Content.Memory) shop.belief.of(value)).size();
        code.move(Register.R1, value);
        code.move(Register.R2, chance.percent(90) ? size : size + chance.between(-1, 1));
        code.move(Register.R3, 0);
        shop.stackPointer(Register.R4, place);
        code.help(197);
        answered();
        shop.belief.wrote(place, DYNPTR, Content.nothing());
        use(place);
    }

    private void dynptrOfRecord() {
        int place = dynptrPlace();
        if (place == 0) {
            return;
        }
        code.map(Register.R1, maps.ringMap());
        code.move(Register.R2, chance.of(1, 8, 40));
        code.move(Register.R3, 0);
        shop.stackPointer(Register.R4, place);
        code.help(198);
        answered();
        shop.belief.wrote(place, DYNPTR, Content.nothing());
        use(place);
        if (!chance.percent(5)) {
            shop.stackPointer(Register.R1, place);
            code.move(Register.R2, chance.below(2));
            code.help(chance.of(199, 200));
            shop.belief.called();
        }
    }

    private void dynptrOfPacket() {
        Register context = shop.context();
        int place = dynptrPlace();
        if (context == null || place == 0) {
            return;
        }
        code.move(Register.R1, context);
        code.move(Register.R2, 0);
        shop.stackPointer(Register.R3, place);
        shop.call(shop.type == ProgramType.XDP ? "bpf_dynptr_from_xdp" : "bpf_dynptr_from_skb");
        answered();
        shop.belief.wrote(place, DYNPTR, Content.nothing());
        use(place);
    }

    private void use(int place) {
        int first = -place / 8 - 1;
        shop.belief.pinnedSlots[first] = true;
        shop.belief.pinnedSlots[first - 1] = true;
        int uses = chance.between(0, 2);
        for (int i = 0; i < uses; i++) {
            int bytes = chance.of(1, 4, 8);
            int buffer = shop.stackPlace(bytes);
            shop.fillStack(buffer, bytes);
            int at = chance.of(0, 0, 4, 100);
            switch (chance.below(4)) {
                case 0 -> {
                    shop.stackPointer(Register.R1, buffer);
                    code.move(Register.R2, bytes);
                    shop.stackPointer(Register.R3, place);
                    code.move(Register.R4, at);
                    code.move(Register.R5, 0);
                    code.help(201);
                    shop.belief.wrote(buffer, bytes, Content.anyNumber());
                    answered();
                }
                case 1 -> {
                    shop.stackPointer(Register.R1, place);
                    code.move(Register.R2, at);
                    shop.stackPointer(Register.R3, buffer);
                    code.move(Register.R4, bytes);
                    code.move(Register.R5, 0);
                    code.help(202);
                    answered();
                }
                case 2 -> {
                    shop.stackPointer(Register.R1, place);
                    code.move(Register.R2, at);
                    code.move(Register.R3, bytes);
                    code.help(203);
                    slice(bytes);
                }
                default -> {
                    shop.stackPointer(Register.R1, place);
                    code.move(Register.R2, at);
                    shop.stackPointer(Register.R3, buffer);
                    code.move(Register.R4, bytes);
                    shop.call(chance.of("bpf_dynptr_slice", "bpf_dynptr_slice_rdwr"));
                    shop.belief.wrote(buffer, bytes, Content.anyNumber());
                    slice(bytes);
                }
            }
        }
        shop.belief.pinnedSlots[first] = false;
        shop.belief.pinnedSlots[first - 1] = false;
    }

    /** The memory in r0, or null. */
    private void slice(int bytes) {
        shop.belief.called();
        CodeWriter.Label none = new CodeWriter.Label();
        if (!chance.percent(4)) {
            code.branch(Condition.EQ, Register.R0, 0, none);
        }
        MemorySize size = chance.of(MemorySize.U8, MemorySize.U32, MemorySize.U64);
        if (size.bytes() <= bytes || chance.percent(5)) {
            if (chance.percent(50)) {
                code.load(size, Register.R1, Register.R0, 0);
            } else {
                code.store(size, Register.R0, 0, new Immediate(chance.edge32()));
            }
        }
        code.place(none);
        shop.belief.called();
    }

    private void socket() {
        Register context = shop.context();
        if (context == null) {
            return;
        }
        shop.repeatable = false;
        int tuple = shop.stackPlace(12);
        shop.fillStack(tuple, 12);
        code.move(Register.R1, context);
        shop.stackPointer(Register.R2, tuple);
        code.move(Register.R3, chance.percent(95) ? 12 : chance.of(0, 13));
        code.move(Register.R4, chance.of(0, -1));
        code.move(Register.R5, 0);
        code.help(chance.of(84, 85, 99));
        shop.belief.called();
        Register held = shop.lastingTarget();
        if (held == Register.R0) {
            return;
        }
        code.move(held, Register.R0);
        CodeWriter.Label none = new CodeWriter.Label();
        if (!chance.percent(4)) {
            code.branch(chance.of(Condition.EQ, Condition.LE), held, 0, none);
        }
        if (chance.percent(60)) {
            code.load(chance.size(), Register.R0, held, 4 * chance.below(20));
        }
        if (chance.percent(30)) {
            code.move(Register.R1, held);
            code.help(chance.of(95, 96, 98, 136, 137));
            CodeWriter.Label no = new CodeWriter.Label();
            code.branch(Condition.EQ, Register.R0, 0, no);
            code.load(MemorySize.U32, Register.R1, Register.R0, 4 * chance.below(20));
            code.place(no);
        }
        if (!chance.percent(5)) {
            code.move(Register.R1, held);
            code.help(86);
        }
        code.place(none);
        shop.belief.called();
        shop.belief.set(held, Content.nothing());
    }

    /** Fields of the current task, by its type. */
    private void task() {
        shop.repeatable = false;
        Register held = shop.lastingTarget();
        if (held == Register.R0) {
            return;
        }
        boolean counted = chance.percent(40);
        if (counted) {
            code.move(Register.R1, chance.of(0, 1));
            shop.call("bpf_task_from_pid");
        } else {
            code.help(158);
        }
        shop.belief.called();
        code.move(held, Register.R0);
        CodeWriter.Label none = new CodeWriter.Label();
        if (counted) {
            code.branch(Condition.EQ, held, 0, none);
        }
        int loads = chance.between(0, 3);
        Register from = held;
        for (int i = 0; i < loads; i++) {
            MemorySize size = chance.percent(70) ? MemorySize.U64 : chance.size();
            code.load(size, Register.R2, from, size.bytes() * chance.below(3000 / size.bytes()));
            from = chance.percent(50) ? Register.R2 : held;
        }
        if (counted && !chance.percent(5)) {
            code.move(Register.R1, held);
            shop.call("bpf_task_release");
        }
        code.place(none);
        shop.belief.called();
        shop.belief.set(held, Content.nothing());
    }
}
