package dev.skep.nodes;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The program cut into regions: runs of neighbouring blocks that are compiled as one. A function of ordinary size is
 * one region. A larger one is cut where the fewest edges cross, loops above all, so that the time to compile a program
 * grows with its size and not with a power of it. An edge to another region hands the registers over.
 */
final class RegionPlan {
    /** Instructions from which on a function is cut. */
    static final int MAX_INSTRUCTIONS = 3000;

    private static final int MIN_INSTRUCTIONS = 800;
    private static final int PREFERRED_INSTRUCTIONS = 1600;
    /** A loop that is cut pays at every iteration, a forward edge once. */
    private static final int BACK_EDGE_WEIGHT = 16;

    /** The first block of each region, and the number of blocks at the end. */
    private final int[] bounds;

    private final int[] regionOf;
    private final boolean[] closed;
    private final boolean[] entry;

    RegionPlan(FlowGraph graph) {
        this.bounds = cut(graph);
        this.regionOf = new int[graph.blocks()];
        for (int region = 0; region < regions(); region++) {
            Arrays.fill(regionOf, bounds[region], bounds[region + 1], region);
        }
        this.closed = new boolean[regions()];
        this.entry = new boolean[graph.blocks()];
        Arrays.fill(closed, true);
        for (int block = 0; block < graph.blocks(); block++) {
            entry[block] |= graph.isFunctionStart(block);
            cross(block, graph.taken(block));
            cross(block, graph.fall(block));
        }
    }

    private void cross(int block, int edge) {
        if (edge >= 0 && regionOf[edge] != regionOf[block]) {
            closed[regionOf[block]] = false;
            entry[edge] = true;
        }
    }

    private static int[] cut(FlowGraph graph) {
        int[] bounds = new int[graph.blocks() + 1];
        int regions = 0;
        int first = 0;
        while (first < graph.blocks()) {
            int end = first + 1;
            while (end < graph.blocks() && !graph.isFunctionStart(end)) {
                end++;
            }
            bounds[regions++] = first;
            int[] crossing = crossing(graph, first, end);
            int next = nextCut(graph, crossing, first, first, end);
            while (next < end) {
                bounds[regions++] = next;
                next = nextCut(graph, crossing, first, next, end);
            }
            first = end;
        }
        bounds[regions] = graph.blocks();
        return Arrays.copyOf(bounds, regions + 1);
    }

    /** For each block of the function, the weight of the edges that a cut before it would cross. */
    private static int[] crossing(FlowGraph graph, int first, int end) {
        int[] change = new int[end - first + 1];
        for (int block = first; block < end; block++) {
            for (int edge : new int[] {graph.taken(block), graph.fall(block)}) {
                if (edge >= first && edge < end && edge != block) {
                    int weight = edge < block ? BACK_EDGE_WEIGHT : 1;
                    change[Math.min(block, edge) - first + 1] += weight;
                    change[Math.max(block, edge) - first + 1] -= weight;
                }
            }
        }
        for (int block = 1; block < change.length; block++) {
            change[block] += change[block - 1];
        }
        return change;
    }

    private static int nextCut(FlowGraph graph, int[] crossing, int first, int from, int end) {
        int rest = 0;
        for (int block = from; block < end && rest <= MAX_INSTRUCTIONS; block++) {
            rest += graph.instructions(block);
        }
        if (rest <= MAX_INSTRUCTIONS) {
            return end;
        }
        int best = -1;
        int size = 0;
        for (int block = from; block < end; block++) {
            boolean better = best < 0 || crossing[block - first] <= crossing[best - first];
            boolean within = size >= MIN_INSTRUCTIONS && (size <= PREFERRED_INSTRUCTIONS || best < 0);
            if (block > from && within && better) {
                best = block;
            }
            size += graph.instructions(block);
            if (size > PREFERRED_INSTRUCTIONS && best >= 0) {
                break;
            }
        }
        return best < 0 ? end : best;
    }

    int regions() {
        return bounds.length - 1;
    }

    int regionOf(int block) {
        return regionOf[block];
    }

    int firstBlock(int region) {
        return bounds[region];
    }

    /** The block after the region's last. */
    int endBlock(int region) {
        return bounds[region + 1];
    }

    /** Whether no edge leaves the region for another one. */
    boolean isClosed(int region) {
        return closed[region];
    }

    /** The blocks at which the region can be entered from others or by a call, in order. */
    int[] entries(int region) {
        return IntStream.range(firstBlock(region), endBlock(region))
                .filter(block -> entry[block])
                .toArray();
    }
}
