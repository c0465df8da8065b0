package dev.skep.nodes;

/**
 * What a run pays into its instruction budget, and where, so that straight-line code pays nothing while it runs.
 *
 * <p>Each block has a height: the instructions on the longest forward way to it. Along a forward edge the height grows
 * by at least what was executed, so nothing needs counting. A back edge pays the difference between the height after
 * its block and that of its target; a return pays the height after its block; a call first gets back the height of the
 * function's entry. What is paid for a whole run is the instructions executed, with the longer arm charged wherever
 * branches join again:
 *
 * <pre>
 *   0: r1 = 10                 block 0: height 0
 *   1: r1 -= 1                 block 1: height 1
 *   2: if r1 != 0 goto -2      back edge to block 1 pays 3 - 1 = 2, ten iterations 18
 *   3: exit                    block 2: height 3; the return pays 4
 * </pre>
 *
 * <p>The same code is charged the same, interpreted or compiled, and every loop and every call pays at least 1.
 */
final class Costs {
    private final FlowGraph graph;
    private final int[] heights;

    Costs(FlowGraph graph) {
        this.graph = graph;
        this.heights = new int[graph.blocks()];
        for (int block = 0; block < heights.length; block++) {
            raise(block, graph.taken(block));
            raise(block, graph.fall(block));
        }
    }

    private void raise(int block, int successor) {
        if (successor > block) {
            heights[successor] = Math.max(heights[successor], heightAfter(block));
        }
    }

    private int heightAfter(int block) {
        return heights[block] + graph.instructions(block);
    }

    /** What a call of the function that begins with this block gets back before it starts. */
    int credit(int entry) {
        return heights[entry];
    }

    /** What following an edge costs; 0 for a forward edge. */
    int charge(int block, int edge) {
        if (edge > block) {
            return 0;
        }
        return edge >= 0 ? heightAfter(block) - heights[edge] : heightAfter(block);
    }
}
