package dev.skep.verifier.explore;

/** The control flow as it was found before exploring. */
public interface ProgramFlow {
    /** Whether states are compared before this instruction. */
    boolean isPrunePoint(int instruction);

    /** Whether coming to it is remembered in the history. */
    boolean isJumpPoint(int instruction);

    /** Whether a state is always kept before it. */
    boolean forcesCheckpoint(int instruction);

    /** Whether it calls a helper or kfunc that calls back. */
    boolean callsCallback(int instruction);

    /** Whether it steps an iterator. */
    boolean stepsIterator(int instruction);

    /** The loop that it belongs to, 0 for none. */
    int loop(int instruction);

    /** Registers that may be read after it, or by it, before they are written: a bit each. */
    int liveRegisters(int instruction);

    /** Instructions that may come next. */
    int[] successors(int instruction);

    /** The instructions of a subprogram, each after those that follow it, but for loops. */
    int[] postorder(int subprogram);
}
