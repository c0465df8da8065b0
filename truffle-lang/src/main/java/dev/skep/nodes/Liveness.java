package dev.skep.nodes;

import dev.skep.isa.Bytecode;
import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.CallHelper;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.isa.Instruction.CallSubprogram;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Which of r0 to r9 may still be read, at the start of each block. Compiled code clears the others there, so that their
 * values need not be kept for a return to the interpreter.
 *
 * <p>A call reads the arguments that its callee reads: of a helper those that it takes, of a subprogram those that are
 * live where it begins.
 */
final class Liveness {
    /** r0 to r9. The frame pointer lives as long as the frame. */
    static final int ALL = 0x3ff;

    private final FlowGraph graph;
    private final KernelFunctions.Arities arities;

    private final int[] liveIn;
    /**
     * For each block the blocks that look at it: its predecessors, and where it begins a function, those that call it.
     */
    private final int[][] readers;

    Liveness(FlowGraph graph, KernelFunctions.Arities arities) {
        this.graph = graph;
        this.arities = arities;
        this.liveIn = new int[graph.blocks()];
        this.readers = readers(graph);
        solve();
    }

    private void solve() {
        ArrayDeque<Integer> work = new ArrayDeque<>();
        boolean[] queued = new boolean[graph.blocks()];
        for (int block = graph.blocks() - 1; block >= 0; block--) {
            work.add(block);
            queued[block] = true;
        }
        while (!work.isEmpty()) {
            int block = work.remove();
            queued[block] = false;
            int before = liveAt(block, graph.start(block));
            if (before != liveIn[block]) {
                liveIn[block] = before;
                for (int reader : readers[block]) {
                    if (!queued[reader]) {
                        queued[reader] = true;
                        work.add(reader);
                    }
                }
            }
        }
    }

    private static int[][] readers(FlowGraph graph) {
        int[] counts = new int[graph.blocks()];
        forEachEdge(graph, (_, target) -> counts[target]++);
        int[][] readers = new int[graph.blocks()][];
        for (int block = 0; block < readers.length; block++) {
            readers[block] = new int[counts[block]];
        }
        forEachEdge(graph, (source, target) -> readers[target][--counts[target]] = source);
        return readers;
    }

    private interface EdgeVisitor {
        void visit(int source, int target);
    }

    private static void forEachEdge(FlowGraph graph, EdgeVisitor visitor) {
        Bytecode code = graph.code();
        for (int block = 0; block < graph.blocks(); block++) {
            visit(visitor, block, graph.taken(block));
            visit(visitor, block, graph.fall(block));
            int slot = graph.start(block);
            while (slot < graph.end(block)) {
                Instruction instruction = code.at(slot);
                if (instruction instanceof CallSubprogram) {
                    visit(visitor, block, graph.blockAt(FlowGraph.callee(instruction, slot)));
                }
                slot += instruction.slots();
            }
        }
    }

    private static void visit(EdgeVisitor visitor, int source, int target) {
        if (target >= 0) {
            visitor.visit(source, target);
        }
    }

    /** The registers live at the start of a block. */
    int liveIn(int block) {
        return liveIn[block];
    }

    /** The registers that are live before the instruction at this slot of the block. */
    int liveAt(int block, int slot) {
        int live = liveOut(graph.taken(block)) | liveOut(graph.fall(block));
        int[] slots = slots(block, slot);
        for (int i = slots.length - 1; i >= 0; i--) {
            Instruction instruction = graph.code().at(slots[i]);
            live = live & ~RegisterUse.writes(instruction) | reads(instruction, slots[i]);
        }
        return live & ALL;
    }

    private int liveOut(int edge) {
        return edge >= 0 ? liveIn[edge] : edge == FlowGraph.RETURN ? 1 : 0;
    }

    private int[] slots(int block, int from) {
        int[] slots = new int[graph.end(block) - from];
        int count = 0;
        for (int slot = from;
                slot < graph.end(block);
                slot += graph.code().at(slot).slots()) {
            slots[count++] = slot;
        }
        return Arrays.copyOf(slots, count);
    }

    /** The registers from r0 to the last argument. */
    private static int upTo(int arguments) {
        return (1 << (arguments + 1)) - 1;
    }

    private int reads(Instruction instruction, int slot) {
        int reads = RegisterUse.reads(instruction);
        return switch (instruction) {
            case CallHelper call -> reads & upTo(arities.ofHelper(call.id()));
            case CallKfunc call -> reads & upTo(arities.ofKfunc(call.btfId()));
            case CallSubprogram _ -> {
                int callee = graph.blockAt(FlowGraph.callee(instruction, slot));
                yield callee < 0 ? 0 : reads & liveIn[callee];
            }
            default -> reads;
        };
    }
}
