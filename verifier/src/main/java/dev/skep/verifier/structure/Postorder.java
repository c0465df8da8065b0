package dev.skep.verifier.structure;

import java.util.Arrays;

/** The slots of each function, those that come later first, as far as loops allow. {@code compute_postorder()}. */
final class Postorder {
    private static final byte DISCOVERED = 1;
    private static final byte EXPLORED = 2;

    private final FlowGraph graph;
    private final int[] order;
    private final int[] starts;

    Postorder(FlowGraph graph, Subprograms subprograms) {
        this.graph = graph;
        this.order = new int[graph.size()];
        this.starts = new int[subprograms.count() + 1];
        byte[] states = new byte[graph.size()];
        // A slot is pushed when it is discovered, and once only.
        int[] stack = new int[graph.size()];
        int length = 0;
        for (int number = 0; number < subprograms.count(); number++) {
            starts[number] = length;
            length = walk(subprograms.start(number), states, stack, length);
        }
        starts[subprograms.count()] = length;
    }

    private int walk(int start, byte[] states, int[] stack, int from) {
        int length = from;
        int depth = 0;
        stack[depth++] = start;
        while (depth > 0) {
            int slot = stack[depth - 1];
            if (states[slot] == EXPLORED) {
                order[length++] = slot;
                depth--;
                continue;
            }
            states[slot] = EXPLORED;
            for (int index = 0; index < graph.count(slot); index++) {
                int successor = graph.successor(slot, index);
                if (states[successor] == 0) {
                    states[successor] = DISCOVERED;
                    stack[depth++] = successor;
                }
            }
        }
        return length;
    }

    int[] of(int subprogram) {
        return Arrays.copyOfRange(order, starts[subprogram], starts[subprogram + 1]);
    }

    /** All slots that are instructions, function by function. */
    int[] all() {
        return Arrays.copyOf(order, starts[starts.length - 1]);
    }
}
