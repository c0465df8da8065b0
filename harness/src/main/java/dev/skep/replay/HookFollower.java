package dev.skep.replay;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.hook.HookKind;
import dev.skep.kernel.hook.HookPoint;
import dev.skep.kernel.hook.HookTable;
import dev.skep.kernel.hook.LsmHook;
import dev.skep.kernel.hook.RawTracepoint;
import dev.skep.kernel.task.Task;
import dev.skep.recording.FormatField;
import dev.skep.recording.RecordValues;
import dev.skep.recording.RecordedEvent;
import dev.skep.recording.TracepointFormat;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Other hooks that the machine passed when it wrote an event: the arguments of a tracepoint whose record tells them,
 * and the questions to security modules before a file was executed or mapped to be executed. The recording tells that
 * these were answered with yes; what the programs here say is counted.
 */
final class HookFollower {
    private static final int EXECUTABLE = 4;

    private final Kernel kernel;
    private final KernelValues values;
    private final Map<String, RawTracepoint> tracepoints = new HashMap<>();
    private final Map<String, LsmHook> questions = new HashMap<>();
    /** Where somebody is attached. */
    private final Set<String> watched = new HashSet<>();

    HookFollower(Kernel kernel, KernelValues values) {
        this.kernel = kernel;
        this.values = values;
    }

    /** Looks where programs are attached. */
    void refresh() {
        watched.clear();
        kernel.hooks().links().forEach(link -> {
            HookPoint point = link.hook().point();
            if (point.kind() == HookKind.RAW_TRACEPOINT || point.kind() == HookKind.LSM) {
                watched.add(point.toString());
            }
        });
    }

    /** The event happened to the task that is current on the CPU. */
    void follow(RecordedEvent.Sample sample, int cpu) {
        TracepointFormat format = sample.kind().format();
        if (watched.isEmpty() || format == null) {
            return;
        }
        Entry entry = new Entry(format, sample.raw());
        switch (format.eventName()) {
            case "sched:sched_switch" -> pass("sched_switch", cpu, entry::switched);
            case "sched:sched_wakeup", "sched:sched_waking", "sched:sched_wakeup_new" ->
                pass(format.name(), cpu, () -> Map.of("p", entry.task("pid")));
            case "sched:sched_process_exit" -> pass("sched_process_exit", cpu, () -> Map.of("p", current(cpu)));
            case "sched:sched_process_fork" ->
                pass("sched_process_fork", cpu, () -> Map.of("parent", current(cpu), "child", entry.task("child_pid")));
            case "sched:sched_process_exec" -> executed(entry, cpu);
            default -> {
                // its record does not tell the arguments
            }
        }
    }

    private Task current(int cpu) {
        return kernel.tasks().current(cpu);
    }

    private void executed(Entry entry, int cpu) {
        String path = entry.text("filename");
        if (watched.contains("lsm/bprm_check_security") && path.startsWith("/")) {
            question("bprm_check_security", cpu).asked(values.program(path));
        }
        pass(
                "sched_process_exec",
                cpu,
                () -> Map.of("p", current(cpu), "old_pid", entry.number("old_pid"), "bprm", values.program(path)));
    }

    /** A process maps a file. */
    void follow(RecordedEvent.Mapping mapping) {
        if (!watched.contains("lsm/mmap_file")
                || mapping.pid() <= 0
                || (mapping.protection() & EXECUTABLE) == 0
                || !mapping.file().startsWith("/")) {
            return;
        }
        Task task = kernel.tasks().byPid(mapping.tid());
        int cpu = Math.min(mapping.stamp().cpu(), kernel.config().cpus() - 1);
        LsmHook question = question("mmap_file", Math.max(0, cpu));
        if (task != null) {
            question.by(task);
        }
        question.asked(
                Map.of("file", values.file(mapping.file()), "reqprot", (long) mapping.protection(), "prot", (long)
                        mapping.protection()));
    }

    private LsmHook question(String name, int cpu) {
        return questions.computeIfAbsent(name, kernel.hooks()::lsm).on(cpu);
    }

    /** What gives the arguments, if somebody wants to see them. */
    private interface Values {
        Map<String, ?> get();
    }

    private void pass(String name, int cpu, Values arguments) {
        HookTable hooks = kernel.hooks();
        if (watched.contains(HookKind.RAW_TRACEPOINT.label() + "/" + name)) {
            tracepoints.computeIfAbsent(name, hooks::rawTracepoint).on(cpu).fire(arguments.get());
        }
    }

    /** The record of a tracepoint, by the names of its fields. */
    private final class Entry {
        private final TracepointFormat format;
        private final byte[] raw;

        Entry(TracepointFormat format, byte[] raw) {
            this.format = format;
            this.raw = raw;
        }

        private FormatField field(String name) {
            FormatField field = format.field(name);
            if (field == null) {
                throw new IllegalArgumentException(format.eventName() + " has no field " + name);
            }
            return field;
        }

        long number(String name) {
            return RecordValues.number(field(name), raw);
        }

        String text(String name) {
            return RecordValues.text(field(name), raw);
        }

        Object task(String name) {
            Task task = kernel.tasks().byPid((int) number(name));
            return task == null ? 0L : task;
        }

        Map<String, ?> switched() {
            long state = number("prev_state");
            // The record tells a preempted task by a bit that is no state.
            boolean preempted = (state & 0x100) != 0;
            return Map.of(
                    "preempt",
                    preempted,
                    "prev",
                    taskOrIdle("prev_pid", "prev_comm"),
                    "next",
                    taskOrIdle("next_pid", "next_comm"),
                    "prev_state",
                    preempted ? 0 : state);
        }

        private Object taskOrIdle(String id, String name) {
            if (number(id) != 0) {
                return task(id);
            }
            String comm = text(name);
            int cpu = comm.startsWith("swapper/") ? Integer.parseInt(comm.substring(8)) : 0;
            return kernel.tasks().idle(Math.min(cpu, kernel.config().cpus() - 1));
        }
    }
}
