package dev.skep.kfunc.iter;

import dev.skep.kernel.Errno;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.task.Cgroup;
import dev.skep.kernel.task.Task;
import java.util.List;

/**
 * An iteration over the tasks of a control group, without those of the groups below it. The iterator points to the
 * number of tasks that were shown, the number of all, and their addresses as they were at the beginning. Counterpart:
 * {@code struct bpf_iter_css_task_kern}.
 */
final class GroupTaskIteration {
    private static final int FIRST = 8;

    /** {@code CSS_TASK_ITER_PROCS} and {@code CSS_TASK_ITER_THREADED}. */
    private static final int PROCESSES = 1;

    private static final int THREADED = 2;

    private GroupTaskIteration() {}

    static long begin(Invocation in, long it, long state, int flags) {
        AddressSpace memory = in.memory();
        memory.writeLong(it, 0);
        Cgroup group = in.kernel().tasks().cgroupObjects().at(state);
        if (group == null || flags != 0 && flags != PROCESSES && flags != (PROCESSES | THREADED)) {
            return Errno.EINVAL.result();
        }
        List<Task> tasks = in.kernel().tasks().all();
        tasks.removeIf(task -> task.cgroup().id() != group.id() || (flags & PROCESSES) != 0 && !task.isGroupLeader());
        long data = memory.allocate(FIRST + 8L * tasks.size(), 8, "iterator over tasks of a cgroup");
        memory.writeInt(data, 0);
        memory.writeInt(data + 4, tasks.size());
        for (int i = 0; i < tasks.size(); i++) {
            memory.writeLong(data + FIRST + 8L * i, tasks.get(i).address());
        }
        memory.writeLong(it, data);
        return 0;
    }

    static long next(Invocation in, long it) {
        AddressSpace memory = in.memory();
        long data = memory.readLong(it);
        if (data == 0) {
            return 0;
        }
        int shown = memory.readInt(data);
        if (shown == memory.readInt(data + 4)) {
            return 0;
        }
        memory.writeInt(data, shown + 1);
        return memory.readLong(data + FIRST + 8L * shown);
    }

    static long end(Invocation in, long it) {
        long data = in.memory().readLong(it);
        if (data != 0) {
            in.memory().free(data);
        }
        return 0;
    }
}
