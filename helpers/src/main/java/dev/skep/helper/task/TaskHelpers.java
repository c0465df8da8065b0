package dev.skep.helper.task;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.PTR_TO_UNINIT_MEM;
import static dev.skep.kernel.program.HelperFamily.COMMON;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.helper.ReturnType;
import dev.skep.kernel.program.Invocation;

/** The current task: who it is. */
public abstract class TaskHelpers {
    private TaskHelpers() {}

    /** The current task's process id in the upper and its thread id in the lower half. */
    @Helper(id = 14, families = COMMON)
    abstract long bpf_get_current_pid_tgid(Invocation in);

    /** The current task's group id in the upper and its user id in the lower half. */
    @Helper(id = 15, families = COMMON)
    abstract long bpf_get_current_uid_gid(Invocation in);

    /** The current task's name, filled up with NUL bytes. */
    @Helper(id = 16, families = COMMON)
    abstract long bpf_get_current_comm(
            Invocation in, @Arg(PTR_TO_UNINIT_MEM) long buf, @Arg(CONST_SIZE) long sizeOfBuf);

    /** The address of the current task's {@code task_struct}. */
    @Helper(id = 35, families = COMMON, gplOnly = true)
    abstract long bpf_get_current_task(Invocation in);

    /** The current task. */
    @Helper(
            id = 158,
            families = COMMON,
            returns = ReturnType.PTR_TO_BTF_ID_TRUSTED,
            returnBtf = "task_struct",
            gplOnly = true)
    abstract long bpf_get_current_task_btf(Invocation in);

    /** The current task's ids in a namespace of process ids. */
    @Helper(id = 120, families = COMMON)
    abstract long bpf_get_ns_current_pid_tgid(
            Invocation in,
            @Arg(ANYTHING) long dev,
            @Arg(ANYTHING) long ino,
            @Arg(PTR_TO_UNINIT_MEM) long nsdata,
            @Arg(CONST_SIZE) long size);
}
