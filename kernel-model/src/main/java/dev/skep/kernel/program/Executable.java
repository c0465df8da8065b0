package dev.skep.kernel.program;

/** A program that can run; the engine makes it from a {@link ProgramImage}. Counterpart: {@code bpf_prog::bpf_func}. */
public interface Executable {
    /**
     * Runs the program to its end.
     *
     * @return r0
     */
    long run(Invocation invocation);
}
