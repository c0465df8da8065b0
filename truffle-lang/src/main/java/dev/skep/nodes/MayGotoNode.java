package dev.skep.nodes;

import static dev.skep.nodes.Frames.get;
import static dev.skep.nodes.Frames.set;

import com.oracle.truffle.api.frame.VirtualFrame;

/**
 * {@code may_goto}: jumps when the function has used up its iterations. The kernel counts 8 Mi of them, and on x86-64
 * lets up to 250 ms pass instead since 6.15; here they are always counted, so that two runs are equal.
 */
final class MayGotoNode extends BranchNode {
    @Override
    boolean execute(VirtualFrame frame, Activation activation) {
        long left = get(frame, Frames.MAY_GOTO);
        if (left == 0) {
            return true;
        }
        set(frame, Frames.MAY_GOTO, left - 1);
        return false;
    }
}
