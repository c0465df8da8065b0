package dev.skep.nodes;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The order in which the blocks of a program are numbered: function by function, and within a function so that a block
 * comes after those that lead to it, wherever the compiler has put it. Then only loops have edges that go back. Blocks
 * that no function reaches are left out.
 *
 * <p>The order is the reverse of that in which a depth-first search leaves the blocks.
 */
final class BlockOrder {
    private final int[] taken;
    private final int[] fall;
    private final BitSet entered = new BitSet();
    private final int[] order;
    private int count;

    private BlockOrder(int[] taken, int[] fall) {
        this.taken = taken;
        this.fall = fall;
        this.order = new int[taken.length];
    }

    /**
     * Orders blocks.
     *
     * @param taken the block on one edge of each, or a negative number
     * @param fall the block on the other edge of each, or a negative number
     * @param functions the blocks at which functions begin, rising
     * @return the blocks in the order of their new numbers
     */
    static int[] of(int[] taken, int[] fall, int[] functions) {
        BlockOrder result = new BlockOrder(taken, fall);
        BitSet starts = new BitSet();
        Arrays.stream(functions).forEach(starts::set);
        for (int function : functions) {
            starts.clear(function);
            result.addFunction(function, starts);
        }
        return Arrays.copyOf(result.order, result.count);
    }

    /**
     * @param others where other functions begin that are still to come; they keep their place at the front of their
     *     function
     */
    private void addFunction(int function, BitSet others) {
        if (entered.get(function)) {
            return;
        }
        int first = count;
        ArrayDeque<int[]> path = new ArrayDeque<>();
        enter(function, path);
        while (!path.isEmpty()) {
            int[] top = path.getLast();
            int block = top[0];
            int edge = top[1]++;
            int next = edge == 0 ? taken[block] : edge == 1 ? fall[block] : block;
            if (edge == 2) {
                path.removeLast();
                order[count++] = block;
            } else if (next >= 0 && !entered.get(next) && !others.get(next)) {
                enter(next, path);
            }
        }
        for (int low = first, high = count - 1; low < high; low++, high--) {
            int swapped = order[low];
            order[low] = order[high];
            order[high] = swapped;
        }
    }

    private void enter(int block, ArrayDeque<int[]> path) {
        entered.set(block);
        path.addLast(new int[] {block, 0});
    }
}
