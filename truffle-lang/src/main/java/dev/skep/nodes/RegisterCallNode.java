package dev.skep.nodes;

import static dev.skep.nodes.Frames.get;
import static dev.skep.nodes.Frames.set;

import com.oracle.truffle.api.CallTarget;
import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.IndirectCallNode;
import org.jspecify.annotations.Nullable;

/** {@code callx}: calls the subprogram whose address is in a register. The kernel loads no program that has it. */
final class RegisterCallNode extends InstructionNode {
    private final int slot;
    private final int target;

    @Child
    private IndirectCallNode call = IndirectCallNode.create();

    RegisterCallNode(int slot, int target) {
        this.slot = slot;
        this.target = target;
    }

    @Override
    void execute(VirtualFrame frame, Activation activation) {
        long address = get(frame, target);
        @Nullable CallTarget function = activation.machine.text().function(address);
        if (function == null) {
            CompilerDirectives.transferToInterpreter();
            throw Faults.of(this, frame, slot, Faults.noFunction(address));
        }
        Arguments arguments = Calls.arguments(this, frame, slot);
        activation.budget = get(frame, Frames.BUDGET);
        call.call(function, activation, arguments);
        set(frame, Frames.BUDGET, activation.budget);
        set(frame, 0, activation.result);
    }
}
