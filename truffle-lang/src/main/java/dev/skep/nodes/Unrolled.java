package dev.skep.nodes;

import java.util.Arrays;

/**
 * Where the copies of a loop are among the blocks of a region. The loop's own blocks make one round at a time; the
 * copies, which follow each other, make {@link #copies} rounds.
 *
 * @param header the block at which the loop is entered
 * @param body its blocks, rising
 * @param copies how often they are copied
 * @param firstIndex the index of the first block of the first copy
 * @param cost what a round costs
 */
record Unrolled(int header, int[] body, int copies, int firstIndex, int cost) {
    boolean contains(int block) {
        return Arrays.binarySearch(body, block) >= 0;
    }

    /** @param copy from 1 on */
    int index(int copy, int block) {
        return firstIndex + (copy - 1) * body.length + Arrays.binarySearch(body, block);
    }

    int endIndex() {
        return firstIndex + copies * body.length;
    }

    /** What all rounds together cost. */
    int advance() {
        return copies * cost;
    }

    /** What was paid in advance for the copies behind this one; nothing in the loop itself, which is 0. */
    int advanceBehind(int copy) {
        return copy == 0 ? 0 : (copies - copy) * cost;
    }
}
