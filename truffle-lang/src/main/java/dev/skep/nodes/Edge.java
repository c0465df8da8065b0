package dev.skep.nodes;

/**
 * Where a block goes, and what going there takes from the instruction budget.
 *
 * @param target by kind
 * @param cost what going there costs; less than 0 when more was paid in advance
 * @param many of an edge that goes back, where several rounds of the loop begin
 */
record Edge(Kind kind, int target, int cost, Rounds many) {
    private static final Rounds NONE = new Rounds(0, 0);

    enum Kind {
        /** On to a block of the same {@link Dispatcher}, by its index. */
        FORWARD,
        /** Around a loop, to a block of the same {@link Dispatcher}, by its index. */
        BACK,
        /** Out of the function, with the result in r0. */
        RETURN,
        /** To a block of another region, by its number in the program. */
        LEAVE,
        /** Out of the program: 1 where the jump is taken, 0 where execution goes on behind the instruction. */
        OUTSIDE
    }

    /**
     * Several rounds of a loop that are made before it comes back to the same edge. They are paid in advance; when the
     * budget has not so much left, one round is made at a time.
     *
     * @param target index of the block at which they begin
     * @param cost what all of them cost
     */
    record Rounds(int target, int cost) {}

    static Edge forward(int index, int cost) {
        return new Edge(Kind.FORWARD, index, cost, NONE);
    }

    static Edge back(int index, int cost, Rounds many) {
        return new Edge(Kind.BACK, index, cost, many);
    }

    static Edge returning(int cost) {
        return new Edge(Kind.RETURN, FlowGraph.RETURN, cost, NONE);
    }

    static Edge leaving(int block, int cost) {
        return new Edge(Kind.LEAVE, block, cost, NONE);
    }

    static Edge outside(boolean taken) {
        return new Edge(Kind.OUTSIDE, taken ? 1 : 0, 0, NONE);
    }
}
