package dev.skep.hostkernel.random;

import dev.skep.isa.Condition;
import dev.skep.isa.Immediate;
import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.LoadPseudo;
import dev.skep.isa.MemorySize;
import dev.skep.isa.PseudoSource;
import dev.skep.isa.Register;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import java.util.List;

/** Maps of several types: lookups with their null checks, updates, direct values, queues, ring buffers, tail calls. */
final class MapStatements {
    private static final List<Integer> VALUES = List.of(1, 4, 8, 12, 16, 24, 48, 64, 100);
    private static final List<Integer> KEYS = List.of(4, 4, 8, 16);

    private final Workshop shop;
    private final Chance chance;
    private final CodeWriter code;
    private final MemoryStatements memory;

    MapStatements(Workshop shop, MemoryStatements memory) {
        this.shop = shop;
        this.chance = shop.chance;
        this.code = shop.code;
        this.memory = memory;
    }

    void write() {
        switch (chance.below(12)) {
            case 0, 1, 2, 3, 4 -> lookup();
            case 5, 6 -> directValue();
            case 7, 8 -> update();
            case 9 -> queue();
            case 10 -> ring();
            default -> tailCall();
        }
    }

    private int keyed() {
        return switch (chance.below(6)) {
            case 0, 1 -> shop.map(MapType.ARRAY, List.of(4), VALUES);
            case 2, 3 -> shop.map(MapType.HASH, KEYS, VALUES);
            case 4 -> shop.map(MapType.LRU_HASH, KEYS, VALUES);
            default ->
                chance.percent(50)
                        ? shop.map(MapType.PERCPU_ARRAY, List.of(4), VALUES)
                        : shop.map(MapType.PERCPU_HASH, KEYS, VALUES);
        };
    }

    /** The map in r1, and a key of it on the stack in r2. */
    private MapSpec keyIn(int map) {
        MapSpec spec = shop.maps.get(map);
        int key = shop.stackPlace(spec.keySize());
        shop.fillStack(key, spec.keySize());
        if (chance.percent(50)) {
            code.store(MemorySize.U32, Register.R10, key, new Immediate(chance.of(0, 1, 2, 5)));
            shop.belief.wrote(key, 4, Content.anyNumber());
        }
        code.map(Register.R1, map);
        shop.stackPointer(Register.R2, key);
        return spec;
    }

    private void lookup() {
        MapSpec spec = keyIn(keyed());
        code.help(1);
        shop.belief.called();
        shop.belief.set(Register.R0, new Content.MaybeMemory(spec.valueSize(), Content.Kind.MAP_VALUE));
        checked(spec.valueSize(), Content.Kind.MAP_VALUE);
    }

    /** The pointer in r0 is held against null, and used where it is none. */
    private void checked(int size, Content.Kind kind) {
        Register held = Register.R0;
        if (chance.percent(50)) {
            held = shop.lastingTarget();
            code.move(held, Register.R0);
            shop.belief.set(held, new Content.MaybeMemory(size, kind));
            if (chance.percent(15)) {
                return;
            }
        }
        CodeWriter.Label absent = new CodeWriter.Label();
        if (!chance.percent(4)) {
            code.branch(Condition.EQ, held, 0, absent);
        }
        Belief before = shop.belief.copy();
        before.set(held, Content.anyNumber());
        before.set(Register.R0, Content.anyNumber());
        shop.belief.set(held, new Content.Memory(size, kind));
        shop.belief.set(Register.R0, new Content.Memory(size, kind));
        int accesses = chance.between(1, 3);
        for (int i = 0; i < accesses && shop.belief.of(held) instanceof Content.Memory; i++) {
            memory.access(held, size, true, true);
        }
        if (chance.percent(30)) {
            // leave where it is null
            CodeWriter.Label present = new CodeWriter.Label();
            code.jump(present);
            code.place(absent);
            code.move(Register.R0, chance.below(3));
            code.emit(new Instruction.Exit());
            code.place(present);
        } else {
            code.place(absent);
            shop.belief.meet(before);
        }
    }

    private void directValue() {
        int map = chance.percent(95) ? single() : shop.map(MapType.ARRAY, List.of(4), VALUES);
        MapSpec spec = shop.maps.get(map);
        int offset = chance.percent(60) ? 0 : chance.below(spec.valueSize());
        if (chance.percent(2)) {
            offset = spec.valueSize() + chance.between(-1, 1);
        }
        Register into = shop.target();
        code.emit(new LoadPseudo(into, PseudoSource.MAP_VALUE, map, offset));
        int room = spec.valueSize() - offset;
        shop.belief.set(into, new Content.Memory(room, Content.Kind.MAP_VALUE));
        memory.access(into, room, true, true);
    }

    /** An array of one element, which alone has an address that programs may name. */
    private int single() {
        for (int i = 0; i < shop.maps.size(); i++) {
            MapSpec spec = shop.maps.get(i);
            if (spec.type() == MapType.ARRAY && spec.maxEntries() == 1 && spec.btf() == null) {
                return i;
            }
        }
        shop.maps.add(MapSpec.of("single", MapType.ARRAY, 4, chance.of(VALUES), 1));
        return shop.maps.size() - 1;
    }

    private void update() {
        int map = keyed();
        MapSpec spec = keyIn(map);
        if (chance.percent(25)) {
            code.help(3);
        } else {
            int value = shop.stackPlace(spec.valueSize());
            shop.fillStack(value, spec.valueSize());
            shop.stackPointer(Register.R3, value);
            code.move(Register.R4, chance.of(0, 0, 1, 2, 3));
            code.map(Register.R1, map);
            code.help(2);
        }
        result();
    }

    private void result() {
        shop.belief.called();
        shop.belief.set(Register.R0, Content.anyNumber());
    }

    private void queue() {
        int map = shop.map(chance.of(MapType.QUEUE, MapType.STACK), List.of(0), List.of(4, 8, 16));
        int size = shop.maps.get(map).valueSize();
        int value = shop.stackPlace(size);
        int helper = chance.of(87, 88, 89);
        shop.fillStack(value, size);
        code.map(Register.R1, map);
        shop.stackPointer(Register.R2, value);
        if (helper == 87) {
            code.move(Register.R3, chance.of(0, 0, 2));
        }
        code.help(helper);
        for (int at = value; at < value + size; at++) {
            shop.belief.wrote(at, 1, Content.anyNumber());
        }
        result();
    }

    private void ring() {
        int map = ringMap();
        if (chance.percent(30)) {
            int bytes = chance.between(1, 24);
            int place = shop.stackPlace(bytes);
            shop.fillStack(place, bytes);
            code.map(Register.R1, map);
            shop.stackPointer(Register.R2, place);
            code.move(Register.R3, bytes);
            code.move(Register.R4, 0);
            code.help(130);
            result();
            return;
        }
        int bytes = chance.of(1, 8, 16, 40);
        code.map(Register.R1, map);
        code.move(Register.R2, bytes);
        code.move(Register.R3, 0);
        code.help(131);
        shop.belief.called();
        Register held = shop.lastingTarget();
        if (held == Register.R0) {
            return;
        }
        code.move(held, Register.R0);
        CodeWriter.Label none = new CodeWriter.Label();
        code.branch(Condition.EQ, held, 0, none);
        shop.belief.set(held, new Content.Memory(bytes, Content.Kind.RING_RECORD));
        boolean wasPinned = !shop.belief.pinned.add(held);
        for (int at = 0; at < bytes; at += 8) {
            code.store(bytes >= 8 ? MemorySize.U64 : MemorySize.U8, held, at, new Immediate(7));
        }
        memory.access(held, bytes, true, true);
        if (!chance.percent(3)) {
            code.move(Register.R1, held);
            code.move(Register.R2, chance.below(2));
            code.help(chance.of(132, 133));
        }
        if (!wasPinned) {
            shop.belief.pinned.remove(held);
        }
        code.place(none);
        shop.belief.called();
        shop.belief.set(held, Content.nothing());
    }

    int ringMap() {
        for (int i = 0; i < shop.maps.size(); i++) {
            if (shop.maps.get(i).type() == MapType.RINGBUF) {
                return i;
            }
        }
        shop.maps.add(MapSpec.of("ring", MapType.RINGBUF, 0, 0, 4096));
        return shop.maps.size() - 1;
    }

    /** Into an empty slot: it falls through. */
    private void tailCall() {
        Register context = shop.context();
        if (context == null) {
            return;
        }
        int map = shop.map(MapType.PROG_ARRAY, List.of(4), List.of(4));
        Register index = shop.number();
        code.move(Register.R3, index);
        if (chance.percent(50)) {
            code.move(Register.R3, chance.below(3));
        }
        code.move(Register.R1, context);
        code.map(Register.R2, map);
        code.help(12);
        shop.belief.called();
        if (chance.percent(90)) {
            code.move(Register.R0, 1);
            shop.belief.set(Register.R0, new Content.Scalar(1));
        } else {
            shop.belief.set(Register.R0, Content.nothing());
        }
    }
}
