package dev.skep.kfunc.iter;

import dev.skep.kernel.Errno;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.task.Task;
import dev.skep.kernel.task.UserMemory.Area;

/**
 * An iteration over the memory areas of a task: the iterator points to the task and the address where to go on.
 * Counterpart: {@code struct bpf_iter_task_vma_kern}.
 */
final class AreaIteration {
    private static final int DATA_BYTES = 16;

    private AreaIteration() {}

    static long begin(Invocation in, long it, long task, long address) {
        AddressSpace memory = in.memory();
        memory.writeLong(it, 0);
        Task of = in.kernel().tasks().at(task);
        if (of == null || of.pid() == 0) {
            return Errno.ENOENT.result();
        }
        long data = memory.allocate(DATA_BYTES, 8, "iterator over areas");
        memory.writeLong(data, task);
        memory.writeLong(data + 8, address);
        memory.writeLong(it, data);
        return 0;
    }

    static long next(Invocation in, long it) {
        AddressSpace memory = in.memory();
        long data = memory.readLong(it);
        Task of = data == 0 ? null : in.kernel().tasks().at(memory.readLong(data));
        if (of == null) {
            return 0;
        }
        long from = memory.readLong(data + 8);
        for (Area area : of.memory().areas()) {
            if (Long.compareUnsigned(area.end(), from) > 0) {
                memory.writeLong(data + 8, area.end());
                return in.kernel().tasks().areaAddress(of, area);
            }
        }
        return 0;
    }

    static long end(Invocation in, long it) {
        long data = in.memory().readLong(it);
        if (data != 0) {
            in.memory().free(data);
        }
        return 0;
    }
}
