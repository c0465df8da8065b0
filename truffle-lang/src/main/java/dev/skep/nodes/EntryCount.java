package dev.skep.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;

/** Counts how often a block is entered. */
final class EntryCount extends InstructionNode {
    private final long[] counts;
    private final int slot;

    EntryCount(long[] counts, int slot) {
        this.counts = counts;
        this.slot = slot;
    }

    @Override
    void execute(VirtualFrame frame, Activation activation) {
        counts[slot]++;
    }
}
