package dev.skep.kfunc.iter;

import dev.skep.kernel.Errno;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.task.Task;
import dev.skep.kernel.task.TaskTable;
import org.jspecify.annotations.Nullable;

/**
 * An iteration over tasks or threads. Counterpart: {@code struct bpf_iter_task_kern}.
 *
 * <pre>
 *   0      8                        16
 *   | task | the next one, 0 at end | flags |
 * </pre>
 *
 * Like the kernel's, a walk over all begins with the idle task of the first CPU.
 */
final class TaskIteration {
    private static final int POSITION = 8;
    private static final int FLAGS = 16;

    private static final int ALL_PROCESSES = 0;
    private static final int ALL_THREADS = 1;
    private static final int THREADS_OF_PROCESS = 2;

    private TaskIteration() {}

    static long begin(Invocation in, long it, long task, int flags) {
        AddressSpace memory = in.memory();
        memory.writeLong(it + POSITION, 0);
        boolean known = flags == ALL_PROCESSES || flags == ALL_THREADS || flags == THREADS_OF_PROCESS;
        if (!known || flags == THREADS_OF_PROCESS && task == 0) {
            return Errno.EINVAL.result();
        }
        long first =
                flags == THREADS_OF_PROCESS ? task : in.kernel().tasks().idle(0).address();
        memory.writeLong(it, first);
        memory.writeLong(it + POSITION, first);
        memory.writeInt(it + FLAGS, flags);
        return 0;
    }

    static long next(Invocation in, long it) {
        AddressSpace memory = in.memory();
        long position = memory.readLong(it + POSITION);
        TaskTable tasks = in.kernel().tasks();
        Task at = position == 0 ? null : tasks.at(position);
        if (at == null) {
            return position;
        }
        int flags = memory.readInt(it + FLAGS);
        Task next = flags == ALL_PROCESSES || at.pid() == 0 ? null : tasks.threadAfter(at);
        if (next == null && flags != THREADS_OF_PROCESS) {
            next = tasks.processAfter(at.tgid());
        }
        memory.writeLong(it + POSITION, address(next));
        return position;
    }

    private static long address(@Nullable Task task) {
        return task == null ? 0 : task.address();
    }
}
