package dev.skep.nodes;

import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.Atomic;
import dev.skep.isa.Instruction.Load;
import dev.skep.isa.Instruction.LoadAcquire;
import dev.skep.isa.Instruction.LoadSignExtended;
import dev.skep.isa.Instruction.Store;
import dev.skep.isa.Instruction.StoreRelease;
import dev.skep.isa.Register;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which instructions of a region go to memory through a pointer that others use as well, at other distances. For these
 * it pays to look at the pointer once ({@link dev.skep.kernel.memory.AddressSpace#isDeep}); for all others to look at
 * the address.
 *
 * <pre>
 *   r1 = *(u8 *)(r6 +0)    shared: the same r6 ...
 *   r2 = *(u8 *)(r6 +1)    ... at another distance
 *   r6 += 2
 *   r3 = *(u8 *)(r6 +0)    ... and again, 2 further on
 * </pre>
 *
 * In the copies of a loop that goes through memory step by step, all rounds share the pointer of the first.
 *
 * <p>Registers are followed along edges to blocks that come later; where these disagree, or when a block is entered
 * from outside or by an edge that goes back, nothing is known. Constants and the stack are left out: of these the
 * compiler knows all addresses.
 */
final class PointerUses {
    private final FlowGraph graph;
    private final KnownSums sums = new KnownSums();
    private final List<Map<Integer, Use>> uses = new ArrayList<>();
    /** By the number of an unknown, those who go to memory at a constant distance from it. */
    private final Map<Integer, Group> groups = new HashMap<>();

    /** Instructions that use the same pointer: an unknown plus a constant. */
    private static final class Group {
        private final long constant;
        private final int firstReach;
        private boolean shared;

        Group(long constant, int firstReach) {
            this.constant = constant;
            this.firstReach = firstReach;
        }

        /** Whether 16 bits lead from the pointer of this group to there. */
        boolean reaches(long pointerConstant, int offset) {
            long distance = pointerConstant - constant;
            return distance == (int) distance && distance + offset == (short) (distance + offset);
        }

        Use add(KnownSums.State state, Access access) {
            int displacement = (int) (state.constant(access.base) - constant);
            int reach = displacement + access.offset;
            shared |= reach != firstReach;
            SharedPointer distance = new SharedPointer.Distance(access.base, displacement, reach);
            return new Use(
                    this,
                    displacement == 0
                            ? distance
                            : sum(state, access.base, reach).orElse(distance));
        }

        private Optional<SharedPointer> sum(KnownSums.State state, int base, int reach) {
            return state.sum(base)
                    .map(sum -> new SharedPointer.Sum(
                            sum.left(),
                            state.constant(sum.left()),
                            sum.right(),
                            state.constant(sum.right()),
                            constant,
                            reach));
        }
    }

    private record Use(Group group, SharedPointer pointer) {}

    /** @param base register, by its number */
    private record Access(int base, int offset) {}

    PointerUses(FlowGraph graph, Liveness liveness, RegionEdges edges) {
        this.graph = graph;
        List<RegionEdges.Place> places = edges.places();
        BitSet unknown = enteredOtherwise(edges);
        KnownSums.@Nullable State[] before = new KnownSums.@Nullable State[places.size()];
        for (int index = 0; index < before.length; index++) {
            RegionEdges.Place place = places.get(index);
            KnownSums.State state = unknown.get(index) ? sums.nothingKnown() : before[index];
            before[index] = null;
            if (state == null) { // nobody comes here: a jump that others jump over
                uses.add(Map.of());
                continue;
            }
            sums.forget(state, Liveness.ALL & ~liveness.liveIn(place.block())); // these may be cleared
            uses.add(walk(place.block(), state));
            for (Edge edge : List.of(edges.taken(place), edges.fall(place))) {
                if (edge.kind() == Edge.Kind.FORWARD && edge.target() > index) {
                    KnownSums.State other = before[edge.target()];
                    before[edge.target()] = other == null ? state.copy() : sums.common(other, state);
                }
            }
        }
    }

    /** The blocks, by index, that are not only entered from blocks before them. */
    private static BitSet enteredOtherwise(RegionEdges edges) {
        BitSet result = new BitSet();
        for (int index : edges.entries()) {
            result.set(index);
        }
        List<RegionEdges.Place> places = edges.places();
        for (int index = 0; index < places.size(); index++) {
            for (Edge edge : List.of(edges.taken(places.get(index)), edges.fall(places.get(index)))) {
                if (edge.kind() == Edge.Kind.BACK) {
                    result.set(edge.many().target());
                    result.set(edge.target());
                } else if (edge.kind() == Edge.Kind.FORWARD && edge.target() <= index) {
                    result.set(edge.target());
                }
            }
        }
        return result;
    }

    /** What is known of the block at this index. */
    OfBlock at(int index) {
        return new OfBlock(uses.get(index));
    }

    /** What is known of one block, or of one copy of it. */
    static final class OfBlock {
        private final Map<Integer, Use> uses;

        private OfBlock(Map<Integer, Use> uses) {
            this.uses = uses;
        }

        /** The memory operand of the instruction at this slot. */
        MemoryOperand operand(int slot, Register base, int offset) {
            Use use = uses.get(slot);
            SharedPointer pointer = use != null && use.group.shared ? use.pointer : null;
            return new MemoryOperand(slot, base.number(), offset, pointer);
        }
    }

    private Map<Integer, Use> walk(int block, KnownSums.State state) {
        Map<Integer, Use> result = new HashMap<>();
        int slot = graph.start(block);
        while (slot < graph.end(block)) {
            Instruction instruction = graph.code().at(slot);
            if ((RegisterUse.reads(instruction) | RegisterUse.writes(instruction)) >>> Register.COUNT == 0) {
                Access access = access(instruction);
                if (access != null && !state.isConstant(access.base)) {
                    result.put(slot, use(state, access));
                }
                sums.step(state, instruction);
            }
            slot += instruction.slots();
        }
        return result;
    }

    private Use use(KnownSums.State state, Access access) {
        int unknown = state.unknown(access.base);
        long constant = state.constant(access.base);
        Group group = groups.get(unknown);
        if (group == null || !group.reaches(constant, access.offset)) {
            group = new Group(constant, access.offset);
            groups.put(unknown, group);
        }
        return group.add(state, access);
    }

    private static @Nullable Access access(Instruction instruction) {
        return switch (instruction) {
            case Load load -> new Access(load.base().number(), load.offset());
            case LoadSignExtended load -> new Access(load.base().number(), load.offset());
            case LoadAcquire load -> new Access(load.base().number(), load.offset());
            case Store store -> new Access(store.base().number(), store.offset());
            case StoreRelease store -> new Access(store.base().number(), store.offset());
            case Atomic atomic -> new Access(atomic.base().number(), atomic.offset());
            default -> null;
        };
    }
}
