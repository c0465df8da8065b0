package dev.skep.verifier;

import dev.skep.kernel.Errno;
import dev.skep.kernel.program.ProgramImage;
import java.util.OptionalInt;

/** What the verifier says about a program. */
public sealed interface Verdict {
    /** The log, as the kernel writes it. */
    String log();

    Statistics statistics();

    /**
     * The program is safe: what is taken for running.
     *
     * @param program what was verified
     * @param facts what was learned about its instructions
     */
    record Accepted(ProgramImage program, String log, Statistics statistics, Facts facts) implements Verdict {}

    /**
     * The program is not safe, or cannot be understood.
     *
     * @param errno what {@code BPF_PROG_LOAD} fails with
     * @param instruction the slot of the instruction that was looked at; empty when it was not about one
     */
    record Rejected(Errno errno, String log, OptionalInt instruction, Statistics statistics) implements Verdict {}
}
