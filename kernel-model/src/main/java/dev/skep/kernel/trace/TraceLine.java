package dev.skep.kernel.trace;

import java.util.Locale;

/**
 * One line of the trace pipe.
 *
 * @param timeNs CLOCK_MONOTONIC when it was printed
 * @param cpu where it was printed
 * @param comm name of the current task
 * @param pid its thread id
 * @param text what was printed, without the line's end
 */
public record TraceLine(long timeNs, int cpu, String comm, int pid, String text) {

    /** As {@code trace_pipe} shows it: task, CPU, flags (softirqs and interrupts on), seconds, event, text. */
    public String render() {
        long micros = (timeNs + 500) / 1_000;
        return String.format(
                Locale.ROOT,
                "%16s-%-7d [%03d] ..... %5d.%06d: bpf_trace_printk: %s",
                comm,
                pid,
                cpu,
                micros / 1_000_000,
                micros % 1_000_000,
                text);
    }
}
