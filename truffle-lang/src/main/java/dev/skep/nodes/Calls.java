package dev.skep.nodes;

import static dev.skep.nodes.Frames.get;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;

/** What calls have in common. */
final class Calls {
    private Calls() {}

    /** How deep a function is that the running one calls. */
    static int depth(Node node, VirtualFrame frame, int slot) {
        int depth = (int) get(frame, Frames.DEPTH) + 1;
        if (depth >= Frames.MAX_DEPTH) {
            throw Faults.of(node, frame, slot, Faults.tooDeep(depth + 1));
        }
        return depth;
    }

    /** The arguments of a function that the running one calls: r1 to r5, and the stack below its own. */
    static Arguments arguments(Node node, VirtualFrame frame, int slot) {
        return new Arguments(
                get(frame, 1),
                get(frame, 2),
                get(frame, 3),
                get(frame, 4),
                get(frame, 5),
                get(frame, Frames.STACK_TOP) - Frames.STACK_BYTES,
                depth(node, frame, slot));
    }
}
