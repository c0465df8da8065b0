package dev.skep.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;

/** Whether the function goes on at this block of the program or a later one. */
final class EntryNode extends BranchNode {
    private final int block;

    EntryNode(int block) {
        this.block = block;
    }

    @Override
    boolean execute(VirtualFrame frame, Activation activation) {
        return activation.nextBlock >= block;
    }
}
