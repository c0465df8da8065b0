package dev.skep.nodes;

/**
 * What a function is called with. Where caller and callee are compiled together nothing of it is left.
 *
 * @param stackTop the upper end of the callee's stack, its r10
 * @param depth 0 for the program itself
 */
record Arguments(long r1, long r2, long r3, long r4, long r5, long stackTop, int depth) {}
