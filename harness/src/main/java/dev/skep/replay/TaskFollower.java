package dev.skep.replay;

import dev.skep.kernel.task.Task;
import dev.skep.kernel.task.TaskSpec;
import dev.skep.kernel.task.TaskTable;
import dev.skep.kernel.task.UserMemory;
import dev.skep.kernel.task.UserMemory.Area;
import dev.skep.recording.FormatField;
import dev.skep.recording.RecordValues;
import dev.skep.recording.RecordedEvent;
import dev.skep.recording.RecordedEvent.Executed;
import dev.skep.recording.TracepointFormat;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the tasks of a kernel as they were on the machine that was recorded. Tasks that were there before are met with
 * their first event; their names come from events that tell names.
 */
final class TaskFollower {
    /** Tasks that ended and are kept, since events about them still come. */
    private static final int ENDED_KEPT = 256;

    private static final int PAGE = 4096;

    private final TaskTable tasks;
    private final ArrayDeque<Task> ended = new ArrayDeque<>();
    /** Tasks whose names nobody told yet. */
    private final Set<Task> nameless = new HashSet<>();

    TaskFollower(TaskTable tasks) {
        this.tasks = tasks;
    }

    /** The task that an event happened to; {@code cpu} says which of the idle tasks has the id 0. */
    Task current(RecordedEvent.Sample sample, int cpu) {
        int tid = sample.stamp().tid();
        int pid = sample.stamp().pid();
        TracepointFormat format = sample.kind().format();
        if (tid == -1 && format != null) {
            // Of a task that is ending perf does not tell the id any more; the record still does.
            FormatField common = format.field("common_pid");
            tid = common == null ? -1 : (int) RecordValues.number(common, sample.raw());
        }
        if (tid == 0) {
            return tasks.idle(cpu);
        }
        return tid < 0 ? tasks.idle(cpu) : met(pid, tid);
    }

    /** The task of a stamp runs on a CPU; what a stamp does not name changes nothing. */
    void run(RecordedEvent.Stamp stamp, int cpu) {
        if (stamp.tid() >= 0) {
            tasks.run(cpu, stamp.tid() == 0 ? tasks.idle(cpu) : met(stamp.pid(), stamp.tid()));
        }
    }

    private Task met(int pid, int tid) {
        Task known = tasks.byPid(tid);
        if (known != null) {
            return known;
        }
        Task met = tasks.create(TaskSpec.process(tid, "").withIds(tid, pid > 0 ? pid : tid));
        nameless.add(met);
        return met;
    }

    /** What a tracepoint's record tells about names. */
    void learn(RecordedEvent.Sample sample) {
        TracepointFormat format = sample.kind().format();
        if (format == null || !format.system().equals("sched")) {
            return;
        }
        switch (format.name()) {
            case "sched_switch" -> {
                name(sample, format, "prev_pid", "prev_comm");
                name(sample, format, "next_pid", "next_comm");
            }
            case "sched_wakeup", "sched_waking", "sched_wakeup_new" -> name(sample, format, "pid", "comm");
            default -> {
                // tells no names, or only those of tasks that are known
            }
        }
    }

    private void name(RecordedEvent.Sample sample, TracepointFormat format, String idField, String nameField) {
        FormatField id = format.field(idField);
        FormatField name = format.field(nameField);
        if (id == null || name == null) {
            return;
        }
        int tid = (int) RecordValues.number(id, sample.raw());
        if (tid <= 0) {
            return;
        }
        Task task = tasks.byPid(tid);
        if (task == null) {
            task = met(-1, tid);
        }
        if (nameless.remove(task)) {
            task.rename(RecordValues.text(name, sample.raw()));
        }
    }

    /** Follows an event that is no sample. */
    void follow(RecordedEvent event) {
        switch (event) {
            case RecordedEvent.Comm comm -> renamed(comm);
            case RecordedEvent.Fork fork -> begins(fork);
            case RecordedEvent.Exit exit -> ends(exit);
            case RecordedEvent.Mapping mapping -> maps(mapping);
            case RecordedEvent.Group group -> tasks.cgroups().at(group.path(), group.id());
            case RecordedEvent.Sample _, RecordedEvent.Present _, RecordedEvent.Happening _ ->
                throw new IllegalArgumentException("not about tasks: " + event);
        }
    }

    private void renamed(RecordedEvent.Comm comm) {
        if (comm.tid() <= 0) {
            return;
        }
        Task task = met(comm.pid(), comm.tid());
        nameless.remove(task);
        task.rename(comm.comm());
        if (comm.executed() == Executed.YES) {
            task.memory().clear();
        }
    }

    private void begins(RecordedEvent.Fork fork) {
        if (fork.tid() <= 0) {
            return;
        }
        Task parent = fork.parentTid() > 0 ? met(fork.parentPid(), fork.parentTid()) : null;
        Task before = tasks.byPid(fork.tid());
        if (before != null) {
            forget(before);
        }
        TaskSpec spec = TaskSpec.process(fork.tid(), parent == null ? "" : parent.comm())
                .withIds(fork.tid(), fork.pid())
                .withParent(fork.pid() == fork.parentPid() || parent == null ? 0 : parent.tgid());
        if (parent != null) {
            spec = spec.withCredentials(parent.credentials())
                    .withCgroup(parent.cgroup().path());
        }
        Task child = tasks.create(spec.withStartNs(Math.max(0, fork.stamp().timeNs())));
        if (parent != null && parent.tgid() != child.tgid()) {
            child.memory().takeOver(parent.memory());
        }
        if (parent == null || nameless.contains(parent)) {
            nameless.add(child);
        }
    }

    private void ends(RecordedEvent.Exit exit) {
        Task task = tasks.byPid(exit.tid());
        if (task == null) {
            return;
        }
        task.end();
        ended.add(task);
        if (ended.size() > ENDED_KEPT) {
            forget(ended.remove());
        }
    }

    private void forget(@Nullable Task task) {
        if (task != null) {
            nameless.remove(task);
            tasks.remove(task);
        }
    }

    private void maps(RecordedEvent.Mapping mapping) {
        long start = mapping.address() & -PAGE;
        long end = mapping.address() + mapping.length() + PAGE - 1 & -PAGE;
        if (mapping.pid() <= 0 || start < 0 || end <= start || end > UserMemory.END) {
            return;
        }
        long pageOffset = mapping.pageOffset() / PAGE;
        met(mapping.pid(), mapping.tid())
                .memory()
                .map(new Area(start, end, mapping.protection(), pageOffset, mapping.file()));
    }
}
