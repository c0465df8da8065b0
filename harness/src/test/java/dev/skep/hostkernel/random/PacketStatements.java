package dev.skep.hostkernel.random;

import dev.skep.isa.AluOperator;
import dev.skep.isa.Condition;
import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.Alu;
import dev.skep.isa.MemorySize;
import dev.skep.isa.PacketAddressing;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import dev.skep.kernel.program.ProgramType;

/** The packet and the context of a program. */
final class PacketStatements {
    private final Workshop shop;
    private final Chance chance;
    private final CodeWriter code;
    private final MemoryStatements memory;

    PacketStatements(Workshop shop, MemoryStatements memory) {
        this.shop = shop;
        this.chance = shop.chance;
        this.code = shop.code;
        this.memory = memory;
    }

    void write() {
        Register context = shop.context();
        if (context == null) {
            return;
        }
        switch (chance.below(7)) {
            case 0, 1, 2 -> direct(context);
            case 3 -> field(context);
            case 4 -> loadBytes();
            case 5 -> oldLoad();
            default -> resize(context);
        }
    }

    private boolean hasDirectAccess() {
        return shop.type == ProgramType.XDP
                || shop.type == ProgramType.SCHED_CLS
                || shop.type == ProgramType.CGROUP_SKB
                || shop.type == ProgramType.SCHED_ACT
                || shop.type == ProgramType.LWT_XMIT
                || shop.type == ProgramType.SK_SKB;
    }

    private void direct(Register context) {
        if (!hasDirectAccess() && chance.percent(90)) {
            field(context);
            return;
        }
        boolean xdp = shop.type == ProgramType.XDP;
        Register data = shop.lastingTarget();
        Register end = shop.target();
        Register probe = shop.target();
        if (data == end || data == probe || end == probe || data == context || end == context || probe == context) {
            return;
        }
        code.load(MemorySize.U32, data, context, xdp ? 0 : 76);
        code.load(MemorySize.U32, end, context, xdp ? 4 : 80);
        shop.belief.set(data, new Content.Packet(0));
        shop.belief.set(end, new Content.PacketEnd());
        int size = chance.of(1, 4, 8, 14, 34, 40, 54, 60, 64, 100);
        code.move(probe, data);
        if (chance.percent(25)) {
            Register index = memory.unknown();
            if (index == data
                    || index == end
                    || index == probe
                    || shop.belief.of(context).equals(Content.nothing())) {
                return;
            }
            shop.bound(index, chance.of(8, 63, 255, 65535));
            code.emit(new Alu(Width.W64, AluOperator.ADD, data, index));
            code.move(probe, data);
        }
        code.add(probe, size);
        CodeWriter.Label inside = new CodeWriter.Label();
        CodeWriter.Label outside = new CodeWriter.Label();
        Belief before = shop.belief.copy();
        switch (chance.below(4)) {
            case 0 -> code.branch(Width.W64, Condition.GT, probe, end, outside);
            case 1 -> code.branch(Width.W64, Condition.LT, end, probe, outside);
            case 2 -> {
                code.branch(Width.W64, Condition.LE, probe, end, inside);
                code.jump(outside);
                code.place(inside);
            }
            default -> {
                code.branch(Width.W64, Condition.GE, end, probe, inside);
                code.jump(outside);
                code.place(inside);
            }
        }
        shop.belief.set(data, new Content.Packet(size));
        shop.belief.set(probe, Content.nothing());
        int accesses = chance.between(1, 3);
        for (int i = 0; i < accesses && shop.belief.of(data) instanceof Content.Packet; i++) {
            memory.access(data, size, true, false);
        }
        if (chance.percent(30)) {
            CodeWriter.Label on = new CodeWriter.Label();
            code.jump(on);
            code.place(outside);
            code.move(Register.R0, chance.below(3));
            code.emit(new Instruction.Exit());
            code.place(on);
        } else {
            code.place(outside);
            before.set(probe, Content.nothing());
            shop.belief.meet(before);
        }
    }

    private void field(Register context) {
        int size = switch (shop.type) {
            case XDP -> 24;
            case SYSCALL, CGROUP_SOCK_ADDR -> 80;
            default -> 192;
        };
        MemorySize width = chance.percent(80) ? MemorySize.U32 : chance.size();
        int offset = chance.percent(90) ? 4 * chance.below(size / 4) : chance.below(size + 4);
        boolean pointer = shop.type == ProgramType.XDP
                ? offset < 12
                : offset >= 76 && offset < 84 || offset >= 140 && offset < 144 || offset >= 168;
        if (pointer && chance.percent(80)) {
            return;
        }
        if (chance.percent(20)) {
            code.store(width, context, offset, shop.number());
            return;
        }
        Register to = shop.target();
        if (to == context) {
            return;
        }
        code.load(width, to, context, offset);
        shop.repeatable &= !pointer;
        shop.belief.set(to, Content.anyNumber());
    }

    /** Copies bytes of the packet to the stack; the length may be known by its bounds only. */
    private void loadBytes() {
        int bytes = chance.of(1, 4, 8, 16, 31);
        int place = shop.stackPlace(bytes);
        shop.fillStack(place, bytes);
        Register length = chance.percent(40) ? memory.unknown() : null;
        if (shop.context() == null) {
            return;
        }
        if (length != null) {
            shop.bound(length, bytes);
            code.move(Register.R4, length);
            if (chance.percent(60)) {
                CodeWriter.Label some = new CodeWriter.Label();
                code.branch(Condition.NE, Register.R4, 0, some);
                code.move(Register.R4, 1);
                code.place(some);
            }
        } else {
            code.move(Register.R4, bytes);
        }
        Register source = shop.context();
        if (source == null || source == Register.R4) {
            return;
        }
        code.move(Register.R1, source);
        code.move(Register.R2, chance.of(0, 0, 14, 50, 70));
        shop.stackPointer(Register.R3, place);
        boolean store = chance.percent(15);
        if (shop.type == ProgramType.XDP) {
            code.help(store ? 190 : 189);
        } else {
            code.move(Register.R5, chance.of(0, 1, 4));
            code.help(store ? 9 : 26);
        }
        for (int at = place; at < place + bytes; at++) {
            shop.belief.wrote(at, 1, Content.anyNumber());
        }
        shop.belief.called();
        if (store) {
            shop.belief.forgetPackets();
        }
        shop.belief.set(Register.R0, Content.anyNumber());
    }

    /** {@code LD_ABS} and {@code LD_IND}, which want the context in r6. */
    private void oldLoad() {
        if (shop.type == ProgramType.XDP && chance.percent(97)) {
            return;
        }
        if (!(shop.belief.of(Register.R6) instanceof Content.Context)) {
            return;
        }
        MemorySize size = chance.of(MemorySize.U8, MemorySize.U16, MemorySize.U32);
        if (chance.percent(50)) {
            code.emit(new Instruction.LoadPacket(
                    PacketAddressing.ABSOLUTE, size, Register.R0, chance.of(0, 12, 23, 60, 1000, -1, -4096)));
        } else {
            Register index = shop.number();
            code.emit(new Instruction.LoadPacket(PacketAddressing.INDIRECT, size, index, chance.of(0, 1, 14)));
        }
        shop.belief.called();
        shop.belief.set(Register.R0, Content.anyNumber());
    }

    private void resize(Register context) {
        code.move(Register.R1, context);
        int helper;
        if (shop.type == ProgramType.XDP) {
            helper = chance.of(44, 65);
            code.move(Register.R2, chance.of(0, 4, -4, 14));
        } else {
            helper = chance.of(39, 34);
            if (helper == 39) {
                code.move(Register.R2, chance.of(0, 14, 40));
            } else {
                shop.repeatable = false;
            }
        }
        code.help(helper);
        shop.belief.called();
        if (helper != 34) {
            shop.belief.forgetPackets();
        }
        shop.belief.set(Register.R0, Content.anyNumber());
    }
}
