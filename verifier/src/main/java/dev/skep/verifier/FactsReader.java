package dev.skep.verifier;

import dev.skep.isa.Instruction.Load;
import dev.skep.isa.Instruction.LoadSignExtended;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.verifier.explore.InstructionFacts;
import dev.skep.verifier.state.MapView;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterType;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes what an accepted program's walk left at its instructions, and keeps what its execution can use. */
final class FactsReader {
    /** What makes a pointer to a kernel object one whose loads may fault. */
    private static final int UNTRUSTED_MEMORY = RegisterType.RDONLY | RegisterType.UNTRUSTED;

    private static final int UNTRUSTED_ALLOCATION = RegisterType.ALLOC | RegisterType.UNTRUSTED;

    private final ProgramImage program;
    private final List<MapView> views;
    private final Map<Integer, MemoryRole> roles = new HashMap<>();
    private final Map<Integer, Integer> contextBytes = new HashMap<>();
    private final Map<Integer, BpfMap> maps = new HashMap<>();
    private final Map<Integer, Long> tailCallKeys = new HashMap<>();
    private final Map<Integer, Integer> loops = new HashMap<>();

    private FactsReader(ProgramImage program, List<MapView> views) {
        this.program = program;
        this.views = views;
    }

    /** @param views of the program's maps, in the order of their indices */
    static Facts read(ProgramImage program, List<MapView> views, InstructionFacts[] learned) {
        FactsReader reader = new FactsReader(program, views);
        BitSet dead = new BitSet();
        BitSet readWhole = new BitSet();
        for (int slot = 0;
                slot < learned.length;
                slot += program.code().at(slot).slots()) {
            InstructionFacts facts = learned[slot];
            if (!facts.seen) {
                dead.set(slot, slot + program.code().at(slot).slots());
                continue;
            }
            readWhole.set(slot, facts.zeroExtend);
            reader.memory(slot, facts);
            reader.call(slot, facts);
        }
        return new Facts(
                dead, readWhole, reader.roles, reader.contextBytes, reader.maps, reader.tailCallKeys, reader.loops);
    }

    private void memory(int slot, InstructionFacts facts) {
        RegisterType type = facts.pointerType;
        if (type == null) {
            return;
        }
        MemoryRole role = role(type, slot);
        if (role != MemoryRole.PLAIN) {
            roles.put(slot, role);
        }
        if (role == MemoryRole.CONTEXT && facts.contextFieldSize != 0) {
            contextBytes.put(slot, facts.contextFieldSize);
        }
    }

    /** The cases of {@code convert_ctx_accesses()}: of these kinds an instruction has one only. */
    private MemoryRole role(RegisterType type, int slot) {
        if (type.kind().isSocket()) {
            return MemoryRole.SOCKET;
        }
        return switch (type.kind()) {
            case CTX -> MemoryRole.CONTEXT;
            case ARENA -> MemoryRole.ARENA;
            case BTF_ID, MEM -> isLoad(slot) && mayFault(type) ? MemoryRole.FAULT_TOLERANT : MemoryRole.PLAIN;
            default -> MemoryRole.PLAIN;
        };
    }

    private static boolean mayFault(RegisterType type) {
        return type.kind() == RegisterKind.MEM
                ? type.flags() == UNTRUSTED_MEMORY
                : type.flags() == 0 || type.flags() == RegisterType.UNTRUSTED || type.flags() == UNTRUSTED_ALLOCATION;
    }

    private boolean isLoad(int slot) {
        return switch (program.code().at(slot)) {
            case Load _, LoadSignExtended _ -> true;
            default -> false;
        };
    }

    private void call(int slot, InstructionFacts facts) {
        BpfMap map = facts.mapVaries ? null : map(facts.map);
        if (map != null) {
            maps.put(slot, map);
        }
        if (facts.mapKey >= 0) {
            tailCallKeys.put(slot, facts.mapKey);
        }
        if (facts.loopCallback >= 0) {
            loops.put(slot, facts.loopCallback);
        }
    }

    private @Nullable BpfMap map(@Nullable MapView view) {
        int index = view == null ? -1 : views.indexOf(view);
        return index < 0 || index >= program.maps().size()
                ? null
                : program.maps().get(index);
    }
}
