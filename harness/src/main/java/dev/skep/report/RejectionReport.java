package dev.skep.report;

import dev.skep.kernel.Errno;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.hint.Hint;
import dev.skep.verifier.hint.Hints;

/**
 * A program that was not run, since the verifier rejected it.
 *
 * @param object file name of the object
 * @param program name of the program that was asked for
 * @param type of the program as bpftool names it
 * @param rejected the program that the verifier rejected: the same, or one that it calls through a program array
 * @param errno what {@code BPF_PROG_LOAD} fails with
 * @param log what the verifier said, as the kernel writes it
 * @param hint the same in plain words, on lines of its own; empty when the message is none that we know
 */
public record RejectionReport(
        String object, String program, String type, String rejected, Errno errno, String log, String hint)
        implements ProgramReport {

    /** About a program of an object, which may be called through a program array by the one that was asked for. */
    public static RejectionReport of(
            String object, String program, String type, ProgramImage rejected, Verdict.Rejected verdict) {
        return new RejectionReport(
                object,
                program,
                type,
                rejected.name(),
                verdict.errno(),
                verdict.log(),
                Hints.of(verdict, rejected).map(Hint::text).orElse(""));
    }
}
