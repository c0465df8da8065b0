package dev.skep.hostkernel.random;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType.Linkage;
import dev.skep.hostkernel.random.Workshop.Function;
import dev.skep.hostkernel.random.Workshop.Kind;
import dev.skep.isa.AluOperator;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Condition;
import dev.skep.isa.Immediate;
import dev.skep.isa.Instruction;
import dev.skep.isa.Register;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.FunctionRecord;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Makes one program of random numbers: the same numbers, the same program. */
final class ProgramGenerator {
    /** What {@code BPF_PROG_TEST_RUN} runs on a frame of any sort. */
    private static final Set<ProgramType> RUN =
            Set.of(ProgramType.XDP, ProgramType.SCHED_CLS, ProgramType.SOCKET_FILTER, ProgramType.SCHED_ACT);

    private final Chance chance;
    private final Workshop shop;
    private final NumberStatements numbers;
    private final MemoryStatements memory;
    private final MapStatements maps;
    private final PacketStatements packets;
    private final FlowStatements flow;
    private final HelperStatements helpers;
    private final SectionStatements sections;
    private final ObjectStatements objects;
    private final AttachType attachType;

    private ProgramGenerator(Random random) {
        chance = new Chance(random);
        ProgramType type = chance.of(
                ProgramType.XDP,
                ProgramType.XDP,
                ProgramType.XDP,
                ProgramType.SCHED_CLS,
                ProgramType.SCHED_CLS,
                ProgramType.SCHED_CLS,
                ProgramType.SOCKET_FILTER,
                ProgramType.CGROUP_SKB,
                ProgramType.SCHED_ACT,
                ProgramType.LWT_XMIT,
                ProgramType.SK_SKB,
                ProgramType.KPROBE,
                ProgramType.TRACEPOINT,
                ProgramType.RAW_TRACEPOINT,
                ProgramType.PERF_EVENT,
                ProgramType.CGROUP_SOCK_ADDR,
                ProgramType.SOCK_OPS,
                ProgramType.SYSCALL);
        attachType = switch (type) {
            case CGROUP_SKB -> chance.of(AttachType.CGROUP_INET_INGRESS, AttachType.CGROUP_INET_EGRESS);
            case CGROUP_SOCK_ADDR ->
                chance.of(
                        AttachType.CGROUP_INET4_BIND,
                        AttachType.CGROUP_INET6_CONNECT,
                        AttachType.CGROUP_UDP4_RECVMSG,
                        AttachType.CGROUP_UNIX_SENDMSG);
            default -> AttachType.NONE;
        };
        shop = new Workshop(chance, type, chance.of(3, 6, 12, 25, 40));
        numbers = new NumberStatements(shop);
        memory = new MemoryStatements(shop);
        maps = new MapStatements(shop, memory);
        packets = new PacketStatements(shop, memory);
        flow = new FlowStatements(shop, this::block);
        helpers = new HelperStatements(shop, memory);
        sections = new SectionStatements(shop, this::block);
        objects = new ObjectStatements(shop, maps);
    }

    /** Programs, as jqwik draws them. */
    static Arbitrary<RandomProgram> programs() {
        return Arbitraries.randomValue(ProgramGenerator::generate);
    }

    static RandomProgram generate(Random random) {
        return new ProgramGenerator(random).program();
    }

    private RandomProgram program() {
        int main = shop.types.declare(Linkage.GLOBAL, List.of(new Content.Context()));
        shop.belief.set(Register.R1, new Content.Context());
        if (chance.percent(90)) {
            Register kept = chance.percent(70) ? Register.R6 : Register.of(chance.between(6, 9));
            shop.code.move(kept, Register.R1);
            shop.belief.set(kept, new Content.Context());
            shop.belief.pinned.add(kept);
        }
        statements();
        end(2);
        List<FunctionRecord> records = new ArrayList<>();
        records.add(new FunctionRecord(0, main));
        while (!shop.pending.isEmpty()) {
            records.add(function(shop.pending.remove()));
        }
        Bytecode code = shop.code.finish();
        boolean mutated = chance.percent(8);
        if (mutated) {
            code = new Mutation(chance).apply(code);
        }
        boolean typed = shop.needsTypes || chance.percent(15);
        return new RandomProgram(
                shop.type,
                attachType,
                flags(),
                code,
                List.copyOf(shop.maps),
                typed ? shop.types.build() : Btf.empty(),
                typed ? List.copyOf(records) : List.of(),
                chance.bytes(chance.of(14, 60, 64, 100)),
                shop.repeatable && !mutated && RUN.contains(shop.type));
    }

    private int flags() {
        int flags = chance.percent(10)
                ? ProgramImage.F_TEST_STATE_FREQ
                : chance.percent(5) ? ProgramImage.F_STRICT_ALIGNMENT : 0;
        return shop.type == ProgramType.SYSCALL ? flags | ProgramImage.F_SLEEPABLE : flags;
    }

    private FunctionRecord function(Function function) {
        shop.code.place(function.label());
        int slot = shop.code.slot();
        shop.belief = new Belief();
        shop.callDepth = function.callDepth();
        shop.depth = 1;
        shop.loops = function.kind() == Kind.CALLBACK ? 1 : 0;
        shop.budget = Math.max(shop.budget, 0) / 2 + chance.of(1, 2, 4);
        for (int i = 0; i < function.arguments().size(); i++) {
            Content argument = function.arguments().get(i);
            Register register = Register.of(i + 1);
            if (argument instanceof Content.MaybeMemory maybe) {
                CodeWriter.Label present = new CodeWriter.Label();
                shop.code.branch(Condition.NE, register, 0, present);
                shop.code.move(Register.R0, 0);
                shop.code.emit(new Instruction.Exit());
                shop.code.place(present);
                argument = new Content.Memory(maybe.size(), maybe.kind());
            }
            shop.belief.set(register, argument);
            if (chance.percent(50) && i < 3) {
                Register kept = Register.of(6 + i);
                shop.code.move(kept, register);
                shop.belief.set(kept, argument);
            }
        }
        statements();
        end(function.kind() == Kind.CALLBACK ? 1 : 1000);
        return new FunctionRecord(slot, function.typeId());
    }

    private void statements() {
        while (shop.budget > 0) {
            statement();
        }
    }

    /** The body of a branch or a loop. */
    private void block() {
        int count = chance.between(0, 3);
        for (int i = 0; i < count && shop.budget > 0; i++) {
            statement();
        }
    }

    private void statement() {
        shop.budget--;
        switch (chance.below(24)) {
            case 0, 1, 2, 3, 4 -> numbers.write();
            case 5, 6, 7, 8 -> memory.write();
            case 9, 10, 11 -> maps.write();
            case 12, 13 -> packets.write();
            case 14 -> helpers.write();
            case 15, 16 -> sections.write();
            case 17, 18 -> objects.write();
            default -> flow.write();
        }
    }

    /** Returns a number, which may have to be a small one. */
    private void end(int most) {
        List<Register> known = shop.belief.with(Content::isNumber);
        if (known.isEmpty() || chance.percent(15)) {
            shop.code.move(Register.R0, chance.below(Math.min(most, 2) + 1));
        } else {
            Register result = chance.of(known);
            if (result != Register.R0) {
                shop.code.move(Register.R0, result);
            }
            if (most < 2) {
                shop.code.emit(new Instruction.Alu(chance.width(), AluOperator.AND, Register.R0, new Immediate(1)));
            }
        }
        shop.code.emit(new Instruction.Exit());
    }
}
