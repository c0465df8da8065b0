package dev.skep.kernel.program;

/** A program that can run; the engine makes it from a {@link ProgramImage}. Counterpart: {@code bpf_prog::bpf_func}. */
public interface Executable {
    /**
     * Runs the program to its end.
     *
     * @return r0
     */
    long run(Invocation invocation);

    /**
     * Calls one of the program's functions by its address, as a run of its own: what timers and work queues do.
     *
     * @return its r0
     */
    default long call(Invocation invocation, long function, long r1, long r2, long r3, long r4, long r5) {
        throw new IllegalStateException("this program has no functions to call back");
    }
}
