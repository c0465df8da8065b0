package dev.skep.kfunc.task;

import static dev.skep.helper.KfuncFlag.ACQUIRE;
import static dev.skep.helper.KfuncFlag.RCU;
import static dev.skep.helper.KfuncFlag.RELEASE;
import static dev.skep.helper.KfuncFlag.RET_NULL;
import static dev.skep.helper.KfuncHook.GENERIC;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.program.Invocation;

/** Tasks and references to them. */
public abstract class TaskKfuncs {
    private TaskKfuncs() {}

    /** One more reference to a task. */
    @Kfunc(
            value = "struct task_struct *bpf_task_acquire(struct task_struct *p)",
            btfId = 65913,
            hooks = GENERIC,
            flags = {ACQUIRE, RET_NULL, RCU})
    abstract long bpf_task_acquire(Invocation in, long p);

    /** Gives a reference back. */
    @Kfunc(value = "void bpf_task_release(struct task_struct *p)", btfId = 65928, hooks = GENERIC, flags = RELEASE)
    abstract long bpf_task_release(Invocation in, long p);

    /** The task with a process id. */
    @Kfunc(
            value = "struct task_struct *bpf_task_from_pid(s32 pid)",
            btfId = 65918,
            hooks = GENERIC,
            flags = {ACQUIRE, RET_NULL})
    abstract long bpf_task_from_pid(Invocation in, long pid);

    /** The task with a process id of the current namespace. */
    @Kfunc(
            value = "struct task_struct *bpf_task_from_vpid(s32 vpid)",
            btfId = 65921,
            hooks = GENERIC,
            flags = {ACQUIRE, RET_NULL})
    abstract long bpf_task_from_vpid(Invocation in, long vpid);

    /** Whether a task is in a cgroup or below it. */
    @Kfunc(
            value = "long int bpf_task_under_cgroup(struct task_struct *task, struct cgroup *ancestor)",
            btfId = 65939,
            hooks = GENERIC,
            flags = RCU)
    abstract long bpf_task_under_cgroup(Invocation in, long task, long ancestor);

    /** The cgroup of a task in a hierarchy of the old kind. */
    @Kfunc(
            value = "struct cgroup *bpf_task_get_cgroup1(struct task_struct *task, int hierarchy_id)",
            btfId = 65924,
            hooks = GENERIC,
            flags = {ACQUIRE, RET_NULL, RCU})
    abstract long bpf_task_get_cgroup1(Invocation in, long task, long hierarchyId);

    /** Sends a signal to a task. */
    @Kfunc(
            value = "int bpf_send_signal_task(struct task_struct *task, int sig, enum pid_type type, u64 value)",
            btfId = 65579,
            hooks = GENERIC)
    abstract long bpf_send_signal_task(Invocation in, long task, long sig, long type, long value);
}
