package dev.skep.kfunc.timer;

import static dev.skep.helper.KfuncHook.COMMON;

import dev.skep.helper.Kfunc;
import dev.skep.helper.timer.Callbacks;
import dev.skep.kernel.Errno;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.Invocation;

/** Work that a task does on its way back to user space. */
public final class TaskWorkKfuncs {
    private TaskWorkKfuncs() {}

    private static long queue(Invocation in, long work, long mapAddress, long callback) {
        BpfMap map = in.kernel().maps().byAddress(mapAddress);
        return map == null
                ? Errno.EINVAL.result()
                : in.kernel().maps().deferredCalls().queueTaskWork(in.cpu(), work, map, Callbacks.of(in, callback));
    }

    /** Queues work, and wakes the task by a signal. */
    @Kfunc(
            value =
                    "int bpf_task_work_schedule_signal_impl(struct task_struct *task, struct bpf_task_work *tw, void *map__map, bpf_task_work_callback_t callback, void *aux__prog)",
            hooks = COMMON)
    static long bpf_task_work_schedule_signal_impl(
            Invocation in, long task, long tw, long map, long callback, long aux) {
        return queue(in, tw, map, callback);
    }

    /** Queues work for when the task resumes. */
    @Kfunc(
            value =
                    "int bpf_task_work_schedule_resume_impl(struct task_struct *task, struct bpf_task_work *tw, void *map__map, bpf_task_work_callback_t callback, void *aux__prog)",
            hooks = COMMON)
    static long bpf_task_work_schedule_resume_impl(
            Invocation in, long task, long tw, long map, long callback, long aux) {
        return queue(in, tw, map, callback);
    }
}
