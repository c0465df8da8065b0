package dev.skep.verifier.structure;

/**
 * The strongly connected components of the control flow that are loops: more than one slot, or a slot that leads to
 * itself. They are numbered from 1 in the order in which Tarjan's algorithm completes them. {@code compute_scc()}.
 */
final class Loops {
    private static final int DONE = Integer.MAX_VALUE;

    private final FlowGraph graph;

    /** The loop of each slot, 0 for none. */
    private final int[] loops;

    /** When a slot was first seen, from 1. */
    private final int[] seen;

    /** The earliest seen slot that it leads to and that is in no component yet. */
    private final int[] lowest;

    private final int[] component;
    private int componentSize;
    private int clock = 1;
    private int count = 1;

    private Loops(FlowGraph graph) {
        this.graph = graph;
        this.loops = new int[graph.size()];
        this.seen = new int[graph.size()];
        this.lowest = new int[graph.size()];
        this.component = new int[graph.size()];
    }

    /** The loop of each slot, 0 for none. */
    static int[] of(FlowGraph graph) {
        Loops loops = new Loops(graph);
        int[] path = new int[graph.size()];
        for (int slot = 0; slot < graph.size(); slot++) {
            if (loops.seen[slot] == 0) {
                loops.walk(slot, path);
            }
        }
        return loops.loops;
    }

    private void walk(int start, int[] path) {
        int depth = 0;
        path[depth++] = start;
        while (depth > 0) {
            int slot = path[depth - 1];
            if (seen[slot] == 0) {
                seen[slot] = clock;
                lowest[slot] = clock++;
                component[componentSize++] = slot;
            }
            int unseen = lowestOrUnseen(slot);
            if (unseen >= 0) {
                path[depth++] = unseen;
                continue;
            }
            if (lowest[slot] == seen[slot]) {
                complete(slot);
            }
            depth--;
        }
    }

    /** A successor that was not seen yet; −1 when all were, and the slot knows how far back they lead. */
    private int lowestOrUnseen(int slot) {
        for (int index = 0; index < graph.count(slot); index++) {
            int successor = graph.successor(slot, index);
            if (seen[successor] == 0) {
                return successor;
            }
            lowest[slot] = Math.min(lowest[slot], lowest[successor]);
        }
        return -1;
    }

    private void complete(int slot) {
        boolean loop = component[componentSize - 1] != slot;
        for (int index = 0; index < graph.count(slot); index++) {
            loop |= graph.successor(slot, index) == slot;
        }
        int member;
        do {
            member = component[--componentSize];
            lowest[member] = DONE;
            if (loop) {
                loops[member] = count;
            }
        } while (member != slot);
        if (loop) {
            count++;
        }
    }
}
