package dev.skep.report;

import dev.skep.kernel.Errno;

/**
 * A program that was not run, since the verifier rejected it.
 *
 * @param object file name of the object
 * @param program name of the program that was asked for
 * @param type of the program as bpftool names it
 * @param rejected the program that the verifier rejected: the same, or one that it calls through a program array
 * @param errno what {@code BPF_PROG_LOAD} fails with
 * @param log what the verifier said, as the kernel writes it
 */
public record RejectionReport(String object, String program, String type, String rejected, Errno errno, String log)
        implements ProgramReport {}
