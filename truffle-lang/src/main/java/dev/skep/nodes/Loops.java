package dev.skep.nodes;

import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.CallHelper;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.isa.Instruction.CallRegister;
import dev.skep.isa.Instruction.CallSubprogram;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The small inner loops of a region, which are unrolled: what compiled code must do at every back edge (look after the
 * budget, let the machine stop the thread) is then done once in several rounds. Such a loop has one entry, no loop
 * inside and no call.
 */
final class Loops {
    private static final int MAX_COPIES = 8;
    /** Instructions that the copies of one loop may have. */
    private static final int MAX_UNROLLED = 96;

    private final FlowGraph graph;
    private final int first;
    private final int end;
    private final int[][] predecessors;

    /**
     * A loop that is unrolled.
     *
     * @param header the block at which it is entered
     * @param body all its blocks, rising
     * @param instructions how many they have
     * @param copies how often to copy it
     */
    record Loop(int header, int[] body, int instructions, int copies) {}

    private Loops(FlowGraph graph, int first, int end) {
        this.graph = graph;
        this.first = first;
        this.end = end;
        this.predecessors = predecessors();
    }

    /** The loops to unroll among the blocks from {@code first} to before {@code end}. */
    static List<Loop> toUnroll(FlowGraph graph, int first, int end) {
        Loops loops = new Loops(graph, first, end);
        List<Loop> result = new ArrayList<>();
        for (int block = first; block < end; block++) {
            int[] body = loops.bodyOf(block).stream().toArray();
            int instructions = loops.instructions(block, body);
            if (instructions > 0) {
                result.add(new Loop(block, body, instructions, Math.min(MAX_COPIES, MAX_UNROLLED / instructions)));
            }
        }
        return result;
    }

    private int[][] predecessors() {
        int[] counts = new int[end - first];
        for (int block = first; block < end; block++) {
            for (int edge : edges(block)) {
                if (isInside(edge)) {
                    counts[edge - first]++;
                }
            }
        }
        int[][] result = new int[end - first][];
        for (int i = 0; i < result.length; i++) {
            result[i] = new int[counts[i]];
        }
        for (int block = first; block < end; block++) {
            for (int edge : edges(block)) {
                if (isInside(edge)) {
                    result[edge - first][--counts[edge - first]] = block;
                }
            }
        }
        return result;
    }

    private int[] edges(int block) {
        return new int[] {graph.taken(block), graph.fall(block)};
    }

    private boolean isInside(int edge) {
        return edge >= first && edge < end;
    }

    /**
     * The blocks from which a back edge to this one can be reached without passing it; empty when there is no such
     * edge.
     */
    private BitSet bodyOf(int header) {
        BitSet body = new BitSet();
        List<Integer> work = new ArrayList<>();
        for (int source : predecessors[header - first]) {
            if (source >= header) {
                work.add(source);
            }
        }
        if (work.isEmpty()) {
            return body;
        }
        body.set(header);
        while (!work.isEmpty() && body.cardinality() <= MAX_UNROLLED) {
            int block = work.removeLast();
            if (!body.get(block)) {
                body.set(block);
                for (int source : predecessors[block - first]) {
                    work.add(source);
                }
            }
        }
        return body;
    }

    /** The instructions of a loop that can be unrolled; 0 of one that cannot. */
    private int instructions(int header, int[] body) {
        int instructions = 0;
        for (int block : body) {
            boolean entered = block < header || block != header && graph.isFunctionStart(block);
            instructions += graph.instructions(block);
            if (entered || instructions > MAX_UNROLLED / 2 || calls(block) || closesAnotherLoop(block, header)) {
                return 0;
            }
        }
        return instructions;
    }

    private boolean closesAnotherLoop(int block, int header) {
        for (int edge : edges(block)) {
            if (edge >= 0 && edge <= block && edge != header) {
                return true;
            }
        }
        return false;
    }

    private boolean calls(int block) {
        int slot = graph.start(block);
        while (slot < graph.end(block)) {
            Instruction instruction = graph.code().at(slot);
            boolean call = switch (instruction) {
                case CallHelper _, CallKfunc _, CallSubprogram _, CallRegister _ -> true;
                default -> false;
            };
            if (call) {
                return true;
            }
            slot += instruction.slots();
        }
        return false;
    }
}
