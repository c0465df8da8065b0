package dev.skep.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;

/** A branch that counts which way it goes. */
final class CountedBranch extends BranchNode {
    @Child
    private BranchNode branch;

    private final long[] taken;
    private final long[] fallen;
    private final int slot;

    CountedBranch(BranchNode branch, long[] taken, long[] fallen, int slot) {
        this.branch = branch;
        this.taken = taken;
        this.fallen = fallen;
        this.slot = slot;
    }

    @Override
    boolean execute(VirtualFrame frame, Activation activation) {
        if (branch.execute(frame, activation)) {
            taken[slot]++;
            return true;
        }
        fallen[slot]++;
        return false;
    }
}
