package dev.skep.hostkernel.random;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfBuilder;
import dev.skep.btf.BtfType;
import dev.skep.isa.Condition;
import dev.skep.isa.Immediate;
import dev.skep.isa.Instruction;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Register;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.program.ProgramType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sections that are entered and left: locks, RCU, without preemption, without interrupts; and exceptions. */
final class SectionStatements {
    private static final int LOCKED_VALUE = 24;
    /** Some of the programs that may take locks. */
    private static final Set<ProgramType> LOCKS =
            Set.of(ProgramType.XDP, ProgramType.SCHED_CLS, ProgramType.SCHED_ACT, ProgramType.CGROUP_SKB);

    private static final int SPIN_LOCK = 93;
    private static final int SPIN_UNLOCK = 94;

    private final Workshop shop;
    private final Chance chance;
    private final CodeWriter code;
    private final Runnable block;

    private @Nullable MapSpec locked;

    /** @param block writes some statements */
    SectionStatements(Workshop shop, Runnable block) {
        this.shop = shop;
        this.chance = shop.chance;
        this.code = shop.code;
        this.block = block;
    }

    void write() {
        switch (chance.below(8)) {
            case 0, 1 -> section("bpf_rcu_read_lock", "bpf_rcu_read_unlock");
            case 2, 3 -> section("bpf_preempt_disable", "bpf_preempt_enable");
            case 4 -> interrupts();
            case 5 -> exception();
            default -> lock();
        }
    }

    private void body() {
        shop.depth++;
        shop.loops += 2;
        block.run();
        shop.loops -= 2;
        shop.depth--;
    }

    private void section(String enter, String leave) {
        shop.call(enter);
        if (!chance.percent(15)) {
            body();
        }
        if (!chance.percent(4)) {
            shop.call(leave);
        }
    }

    private void interrupts() {
        int place = shop.stackPlace(8) / 8 * 8;
        if (place >= 0 || shop.belief.isPinned(place, 8)) {
            return;
        }
        int slot = -place / 8 - 1;
        shop.stackPointer(Register.R1, place);
        shop.call("bpf_local_irq_save");
        // what is saved is the processor's
        shop.repeatable = false;
        shop.belief.wrote(place, 8, Content.nothing());
        shop.belief.pinnedSlots[slot] = true;
        body();
        shop.belief.pinnedSlots[slot] = false;
        if (!chance.percent(4)) {
            shop.stackPointer(Register.R1, place);
            shop.call("bpf_local_irq_restore");
        }
    }

    private void exception() {
        CodeWriter.Label on = new CodeWriter.Label();
        code.branch(chance.width(), chance.condition(), shop.number(), new Immediate(chance.edge32()), on);
        code.move(Register.R1, chance.below(3));
        shop.repeatable = false;
        Belief before = shop.belief.copy();
        shop.call("bpf_throw");
        shop.belief.become(before);
        if (chance.percent(30)) {
            code.emit(new Instruction.Exit());
        }
        code.place(on);
    }

    /** A value with a lock in it: looked up, locked, written, unlocked. */
    private void lock() {
        if (!LOCKS.contains(shop.type) && chance.percent(95)) {
            return;
        }
        int map = lockedMap();
        int key = shop.stackPlace(4);
        code.store(MemorySize.U32, Register.R10, key, new Immediate(0));
        shop.belief.wrote(key, 4, Content.anyNumber());
        code.map(Register.R1, map);
        shop.stackPointer(Register.R2, key);
        code.help(1);
        shop.belief.called();
        Register value = shop.lastingTarget();
        if (value == Register.R0) {
            return;
        }
        CodeWriter.Label absent = new CodeWriter.Label();
        code.branch(Condition.EQ, Register.R0, 0, absent);
        Belief before = shop.belief.copy();
        code.move(value, Register.R0);
        code.move(Register.R1, value);
        code.help(SPIN_LOCK);
        shop.belief.called();
        int accesses = chance.between(0, 3);
        for (int i = 0; i < accesses; i++) {
            MemorySize size = chance.size();
            int offset = chance.percent(4) ? 0 : 8 + size.bytes() * chance.below(16 / size.bytes());
            if (chance.percent(50)) {
                code.store(size, value, offset, new Immediate(chance.edge32()));
            } else {
                code.load(size, Register.R0, value, offset);
            }
        }
        if (chance.percent(8)) {
            // not allowed under a lock
            code.help(5);
            shop.belief.called();
        }
        if (!chance.percent(5)) {
            code.move(Register.R1, value);
            code.help(SPIN_UNLOCK);
        }
        code.place(absent);
        shop.belief.called();
        shop.belief.set(value, Content.nothing());
        before.called();
        before.set(value, Content.nothing());
        shop.belief.meet(before);
    }

    private int lockedMap() {
        if (locked != null) {
            return shop.maps.indexOf(locked);
        }
        BtfBuilder types = new BtfBuilder();
        int number = types.add(new BtfType.Int("unsigned int", 4, 0, 0, 32));
        int word = types.add(new BtfType.Int("unsigned long long", 8, 0, 0, 64));
        int lock = types.add(new BtfType.Struct("bpf_spin_lock", 4, List.of(new BtfType.Member("val", number, 0, 0))));
        int value = types.add(new BtfType.Struct(
                "locked",
                LOCKED_VALUE,
                List.of(
                        new BtfType.Member("lock", lock, 0, 0),
                        new BtfType.Member("a", word, 64, 0),
                        new BtfType.Member("b", word, 128, 0))));
        Btf btf = types.build();
        locked = MapSpec.of("locked", MapType.ARRAY, 4, LOCKED_VALUE, 1).withTypes(btf, number, value);
        shop.maps.add(locked);
        return shop.maps.size() - 1;
    }
}
