package dev.skep.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;

/** An instruction that cannot be executed. */
final class TrapNode extends InstructionNode {
    private final int slot;
    private final String reason;

    TrapNode(int slot, String reason) {
        this.slot = slot;
        this.reason = reason;
    }

    @Override
    void execute(VirtualFrame frame, Activation activation) {
        throw Faults.of(this, frame, slot, reason);
    }
}
