package dev.skep.report;

import java.util.List;
import java.util.Map;

/**
 * What the programs of an object made of a recording.
 *
 * @param object file name of the object
 * @param mode whether they ran compiled or interpreted
 * @param verification what is known about their safety
 * @param programs those that were attached, in the order of the object
 * @param maps in the order of the object
 * @param ringBuffers records of each ring buffer in order, by the type that the object names, else as hex
 * @param perfBuffers records of each perf event array, in order
 * @param outcomes what programs decided, which all objects share: how often which outcome, by the hook
 * @param trace lines of the trace pipe, which all objects share
 * @param durationNs time on the wall clock that playing took
 */
public record ReplayReport(
        String object,
        String mode,
        String verification,
        List<Attached> programs,
        List<MapContents> maps,
        Map<String, Records<Object>> ringBuffers,
        Map<String, Records<RunReport.PerfSample>> perfBuffers,
        Map<String, Map<String, Long>> outcomes,
        Records<String> trace,
        long durationNs) {
    public ReplayReport {
        programs = List.copyOf(programs);
        maps = List.copyOf(maps);
    }

    /**
     * A program with what came of it.
     *
     * @param type of the program as bpftool names it
     * @param hook what it was attached to: {@code tracepoint/sched/sched_switch}
     * @param events that it ran on
     * @param returns how often it returned what
     * @param output what an iterator wrote into its file; empty for others
     * @param stdout what it wrote to its standard output and nobody read, 100 kB at most; mostly empty
     * @param stderr the same of its standard error
     */
    public record Attached(
            String program,
            String type,
            String hook,
            long events,
            Map<String, Long> returns,
            String output,
            String stdout,
            String stderr) {}
}
