package dev.skep.nodes;

import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.Atomic;
import dev.skep.isa.Instruction.Load;
import dev.skep.isa.Instruction.LoadAcquire;
import dev.skep.isa.Instruction.LoadPseudo;
import dev.skep.isa.Instruction.LoadSignExtended;
import dev.skep.isa.Instruction.Move;
import dev.skep.isa.Instruction.Store;
import dev.skep.isa.Instruction.StoreRelease;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which instructions go to memory through a pointer that others use as well, with other offsets. For these it pays to
 * look at the pointer once ({@link dev.skep.kernel.memory.AddressSpace#isDeep}); for all others to look at the address.
 *
 * <pre>
 *   r1 = *(u8 *)(r6 +0)    shared: the same r6 ...
 *   r2 = *(u8 *)(r6 +1)    ... with another offset
 *   r6 += 2
 *   r3 = *(u8 *)(r6 +0)    not shared
 * </pre>
 *
 * <p>A register is followed along edges to blocks that have no other predecessor. Constants are left out: of these the
 * compiler knows all addresses.
 */
final class PointerUses {
    /** A value whose uses are of no interest. */
    private static final int CONSTANT = -1;

    private final FlowGraph graph;
    private final BitSet shared = new BitSet();
    /** By the number of a value, the offset of the first use and all slots so far. */
    private final Map<Integer, Uses> uses = new HashMap<>();

    private int values;

    private static final class Uses {
        private final int firstOffset;
        private final List<Integer> slots = new ArrayList<>();
        private boolean differ;

        Uses(int firstOffset) {
            this.firstOffset = firstOffset;
        }
    }

    /** @param base register, by its number */
    private record Access(int base, int offset) {}

    PointerUses(FlowGraph graph) {
        this.graph = graph;
        int[][] before = new int[graph.blocks()][];
        int[] predecessors = predecessors();
        for (int block = 0; block < graph.blocks(); block++) {
            int[] state = before[block] == null ? unknown() : before[block];
            walk(block, state);
            before[block] = null;
            for (int edge : new int[] {graph.taken(block), graph.fall(block)}) {
                if (edge > block && predecessors[edge] == 1 && !graph.isFunctionStart(edge)) {
                    before[edge] = state.clone();
                }
            }
        }
        uses.values().stream().filter(each -> each.differ).forEach(each -> each.slots.forEach(shared::set));
    }

    /** Whether the memory operand of the instruction at this slot shares its pointer. */
    boolean isShared(int slot) {
        return shared.get(slot);
    }

    private int[] predecessors() {
        int[] counts = new int[graph.blocks()];
        for (int block = 0; block < graph.blocks(); block++) {
            for (int edge : new int[] {graph.taken(block), graph.fall(block)}) {
                if (edge >= 0) {
                    counts[edge]++;
                }
            }
        }
        return counts;
    }

    /** A value of its own in each register. */
    private int[] unknown() {
        int[] state = new int[Register.COUNT];
        Arrays.setAll(state, _ -> values++);
        state[Frames.R10] = CONSTANT;
        return state;
    }

    private void walk(int block, int[] state) {
        int slot = graph.start(block);
        while (slot < graph.end(block)) {
            Instruction instruction = graph.code().at(slot);
            if ((RegisterUse.reads(instruction) | RegisterUse.writes(instruction)) >>> Register.COUNT == 0) {
                step(instruction, slot, state);
            }
            slot += instruction.slots();
        }
    }

    private void step(Instruction instruction, int slot, int[] state) {
        Access access = access(instruction);
        if (access != null && state[access.base] != CONSTANT) {
            Uses of = uses.computeIfAbsent(state[access.base], _ -> new Uses(access.offset));
            of.slots.add(slot);
            of.differ |= access.offset != of.firstOffset;
        }
        if (instruction instanceof Move(Width width, Register dst, Register src) && width == Width.W64) {
            state[dst.number()] = state[src.number()];
            return;
        }
        int written = RegisterUse.writes(instruction);
        for (int register = 0; register < Frames.R10; register++) {
            if ((written & 1 << register) != 0) {
                state[register] = instruction instanceof LoadPseudo ? CONSTANT : values++;
            }
        }
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
