package dev.skep.kfunc.task;

import static dev.skep.helper.KfuncFlag.ACQUIRE;
import static dev.skep.helper.KfuncFlag.RCU;
import static dev.skep.helper.KfuncFlag.RELEASE;
import static dev.skep.helper.KfuncFlag.RET_NULL;
import static dev.skep.helper.KfuncHook.GENERIC;

import dev.skep.helper.Kfunc;
import dev.skep.helper.Simplified;
import dev.skep.helper.task.SentSignals;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.task.Cgroup;
import dev.skep.kernel.task.Task;
import org.jspecify.annotations.Nullable;

/** Tasks and references to them. */
public final class TaskKfuncs {
    private static final long PIDTYPE_PID = 0;
    private static final long PIDTYPE_TGID = 1;

    private TaskKfuncs() {}

    private static long address(@Nullable Task task) {
        return task == null ? 0 : task.address();
    }

    /** One more reference to a task. */
    @Kfunc(
            value = "struct task_struct *bpf_task_acquire(struct task_struct *p)",
            hooks = GENERIC,
            flags = {ACQUIRE, RET_NULL, RCU})
    @Simplified("not counted")
    static long bpf_task_acquire(Invocation in, long p) {
        return p;
    }

    /** Gives a reference back. */
    @Kfunc(value = "void bpf_task_release(struct task_struct *p)", hooks = GENERIC, flags = RELEASE)
    @Simplified("not counted")
    static long bpf_task_release(Invocation in, long p) {
        return 0;
    }

    /** The task with a process id. */
    @Kfunc(
            value = "struct task_struct *bpf_task_from_pid(s32 pid)",
            hooks = GENERIC,
            flags = {ACQUIRE, RET_NULL})
    static long bpf_task_from_pid(Invocation in, long pid) {
        return address(in.kernel().tasks().byPid((int) pid));
    }

    /** The task with a process id of the current namespace. */
    @Kfunc(
            value = "struct task_struct *bpf_task_from_vpid(s32 vpid)",
            hooks = GENERIC,
            flags = {ACQUIRE, RET_NULL})
    static long bpf_task_from_vpid(Invocation in, long vpid) {
        return address(in.kernel().tasks().byPid((int) vpid));
    }

    /** Whether a task is in a cgroup or below it. */
    @Kfunc(
            value = "long int bpf_task_under_cgroup(struct task_struct *task, struct cgroup *ancestor)",
            hooks = GENERIC,
            flags = RCU)
    static long bpf_task_under_cgroup(Invocation in, long task, long ancestor) {
        Task of = in.kernel().tasks().at(task);
        Cgroup above = in.kernel().tasks().cgroupObjects().at(ancestor);
        return of != null && above != null && of.cgroup().isUnder(above) ? 1 : 0;
    }

    /** The cgroup of a task in a hierarchy of the old kind, of which there are none: NULL. */
    @Kfunc(
            value = "struct cgroup *bpf_task_get_cgroup1(struct task_struct *task, int hierarchy_id)",
            hooks = GENERIC,
            flags = {ACQUIRE, RET_NULL, RCU})
    @Simplified("there is no hierarchy of the old kind")
    static long bpf_task_get_cgroup1(Invocation in, long task, long hierarchyId) {
        return 0;
    }

    /** Sends a signal to a task. */
    @Kfunc(
            value = "int bpf_send_signal_task(struct task_struct *task, int sig, enum pid_type type, u64 value)",
            hooks = GENERIC)
    @Simplified("noted at the task, delivered to nobody")
    static long bpf_send_signal_task(Invocation in, long task, long sig, long type, long value) {
        Task to = in.kernel().tasks().at(task);
        if (to == null || (type != PIDTYPE_PID && type != PIDTYPE_TGID)) {
            return Errno.EINVAL.result();
        }
        return SentSignals.send(to, (int) sig);
    }
}
