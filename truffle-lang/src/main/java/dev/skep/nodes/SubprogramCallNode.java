package dev.skep.nodes;

import static dev.skep.nodes.Frames.get;
import static dev.skep.nodes.Frames.set;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.DirectCallNode;
import org.jspecify.annotations.Nullable;

/** A call of a subprogram of the same program. It is direct, so that the compiler can make one piece of both. */
final class SubprogramCallNode extends InstructionNode {
    private final Code code;
    private final int slot;
    private final int callee;

    /** Made at the first call: most programs have functions that a run does not reach. */
    @Child
    private @Nullable DirectCallNode call;

    /** @param callee where the subprogram begins */
    SubprogramCallNode(Code code, int slot, int callee) {
        this.code = code;
        this.slot = slot;
        this.callee = callee;
    }

    @Override
    void execute(VirtualFrame frame, Activation activation) {
        DirectCallNode target = call;
        if (target == null) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            target = insert(DirectCallNode.create(code.function(callee)));
            call = target;
        }
        Arguments arguments = Calls.arguments(this, frame, slot);
        activation.budget = get(frame, Frames.BUDGET);
        target.call(activation, arguments);
        set(frame, Frames.BUDGET, activation.budget);
        set(frame, 0, activation.result);
    }
}
