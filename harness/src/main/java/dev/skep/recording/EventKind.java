package dev.skep.recording;

import org.jspecify.annotations.Nullable;

/**
 * A kind of event that a recorder was asked for.
 *
 * @param name {@code sched:sched_switch}, {@code cpu-clock}
 * @param perfType {@code perf_event_attr.type}
 * @param config {@code perf_event_attr.config}: for a tracepoint its id
 * @param format of a tracepoint's record; null for other kinds, and where the recording does not have it
 */
public record EventKind(
        String name, int perfType, long config, @Nullable TracepointFormat format) {
    /** {@code PERF_TYPE_TRACEPOINT}. */
    public static final int TRACEPOINT = 2;

    private static final String[] HARDWARE = {
        "cycles",
        "instructions",
        "cache-references",
        "cache-misses",
        "branches",
        "branch-misses",
        "bus-cycles",
        "stalled-cycles-frontend",
        "stalled-cycles-backend",
        "ref-cycles"
    };
    private static final String[] SOFTWARE = {
        "cpu-clock",
        "task-clock",
        "page-faults",
        "context-switches",
        "cpu-migrations",
        "minor-faults",
        "major-faults",
        "alignment-faults",
        "emulation-faults",
        "dummy",
        "bpf-output",
        "cgroup-switches"
    };

    /** The kind of an event that is no tracepoint, with the name that perf has for it. */
    static EventKind of(int perfType, long config) {
        String[] names = perfType == 0 ? HARDWARE : perfType == 1 ? SOFTWARE : new String[0];
        boolean named = config >= 0 && config < names.length;
        String name = named ? names[(int) config] : "event " + perfType + ":" + Long.toHexString(config);
        return new EventKind(name, perfType, config, null);
    }

    static EventKind of(TracepointFormat format) {
        return new EventKind(format.eventName(), TRACEPOINT, format.id(), format);
    }
}
