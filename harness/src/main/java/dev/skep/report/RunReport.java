package dev.skep.report;

import java.util.List;
import java.util.Map;

/**
 * What a program made of a capture.
 *
 * @param object file name of the object
 * @param program its name
 * @param type of the program as bpftool names it
 * @param mode whether it ran compiled or interpreted
 * @param verification what is known about the program's safety
 * @param events frames that the program ran on
 * @param returns how often it returned what: the name where the type has names, else the number
 * @param refused frames that {@code BPF_PROG_TEST_RUN} does not take
 * @param maps in the order of the object
 * @param ringBuffers records of each ring buffer in order, by the type that the program named, else as hex
 * @param perfBuffers records of each perf event array, in order
 * @param trace lines of the trace pipe, as {@code trace_pipe} shows them
 * @param durationNs time on the wall clock that running took, without reading and loading
 */
public record RunReport(
        String object,
        String program,
        String type,
        String mode,
        String verification,
        long events,
        Map<String, Long> returns,
        List<Refusal> refused,
        List<MapContents> maps,
        Map<String, Records<Object>> ringBuffers,
        Map<String, Records<PerfSample>> perfBuffers,
        Records<String> trace,
        long durationNs)
        implements ProgramReport {

    /**
     * A frame that was not run.
     *
     * @param frame counted from 1
     * @param errno what the kernel says, a positive number
     */
    public record Refusal(long frame, int errno) {}

    /**
     * A record of a perf buffer.
     *
     * @param cpu whose buffer it came from
     * @param data by the type that the program named, else as hex
     */
    public record PerfSample(int cpu, Object data) {}
}
