package dev.skep.nodes;

import java.util.Arrays;

/**
 * How often the instructions of a program were executed, and which way its branches went. A block is entered and then
 * executed to its end, so that counting costs one addition a block and one a branch, and nothing where nobody counts.
 */
public final class ExecutionCounts {
    private static final int NEVER_BUILT = -1;

    /** By slot: where the block begins that it is in. */
    private final int[] starts;
    /** By the slot at which a block begins. */
    private final long[] entered;
    /** By the slot of a branch. */
    private final long[] taken;

    private final long[] fallen;

    /** @param slots of the program */
    ExecutionCounts(int slots) {
        this.starts = new int[slots];
        Arrays.fill(starts, NEVER_BUILT);
        this.entered = new long[slots];
        this.taken = new long[slots];
        this.fallen = new long[slots];
    }

    /** A node that counts how often the block with these slots is entered. */
    InstructionNode block(int start, int end) {
        Arrays.fill(starts, start, end, start);
        return new EntryCount(entered, start);
    }

    /** A branch that counts which way it goes. */
    BranchNode branch(BranchNode branch, int slot) {
        return new CountedBranch(branch, taken, fallen, slot);
    }

    /** How often the instruction at a slot was executed. */
    public long executed(int slot) {
        return starts[slot] == NEVER_BUILT ? 0 : entered[starts[slot]];
    }

    /** How often the branch at a slot jumped. */
    public long taken(int slot) {
        return taken[slot];
    }

    /** How often the branch at a slot did not jump. */
    public long fallen(int slot) {
        return fallen[slot];
    }
}
