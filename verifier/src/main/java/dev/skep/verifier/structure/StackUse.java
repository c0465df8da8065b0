package dev.skep.verifier.structure;

/** What walking the paths told about the functions of a program. */
public interface StackUse {
    /** How deep the function's own stack is, in bytes. */
    int depth(int subprogram);

    /** Whether a helper or kernel function calls it. */
    boolean isCallback(int subprogram);

    /** Whether it runs later, on a stack of its own. */
    boolean isAsyncCallback(int subprogram);
}
