package dev.skep.helper.task;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.PTR_TO_UNINIT_MEM;
import static dev.skep.kernel.program.HelperFamily.COMMON;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.helper.ReturnType;
import dev.skep.kernel.Capability;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.task.Task;
import java.nio.charset.StandardCharsets;

/** The current task: who it is. */
public final class TaskHelpers {
    /** {@code sizeof(struct bpf_pidns_info)}: pid, tgid. */
    private static final int PIDNS_INFO_BYTES = 8;

    /** The device that {@code /proc/self/ns/pid} is on, as the kernel writes it. */
    private static final long NSFS_DEVICE = 4;

    /** {@code PROC_PID_INIT_INO}: all tasks are in the initial namespace. */
    private static final long INITIAL_PID_NAMESPACE = 0xefff_fffcL;

    private TaskHelpers() {}

    /** The current task's process id in the upper and its thread id in the lower half. */
    @Helper(id = 14, families = COMMON, inline = true)
    static long bpf_get_current_pid_tgid(Invocation in) {
        Task task = current(in);
        return (long) task.tgid() << 32 | Integer.toUnsignedLong(task.pid());
    }

    /** The current task's group id in the upper and its user id in the lower half. */
    @Helper(id = 15, families = COMMON, inline = true)
    static long bpf_get_current_uid_gid(Invocation in) {
        Task task = current(in);
        return (long) task.gid() << 32 | Integer.toUnsignedLong(task.uid());
    }

    /** The current task's name, filled up with NUL bytes. */
    @Helper(id = 16, families = COMMON, needs = Capability.PERFMON)
    static long bpf_get_current_comm(Invocation in, @Arg(PTR_TO_UNINIT_MEM) long buf, @Arg(CONST_SIZE) long sizeOfBuf) {
        int size = (int) sizeOfBuf;
        if (size == 0) {
            return Errno.EINVAL.result();
        }
        byte[] comm = current(in).comm().getBytes(StandardCharsets.UTF_8);
        in.memory().fill(buf, Integer.toUnsignedLong(size), (byte) 0);
        in.memory().write(buf, comm, 0, size > 0 ? Math.min(comm.length, size - 1) : comm.length);
        return 0;
    }

    /** The address of the current task's {@code task_struct}. */
    @Helper(id = 35, families = COMMON, needs = Capability.PERFMON, gplOnly = true)
    static long bpf_get_current_task(Invocation in) {
        return in.kernel().tasks().currentAddress(in.cpu());
    }

    /** The current task. */
    @Helper(
            id = 158,
            families = COMMON,
            needs = Capability.PERFMON,
            returns = ReturnType.PTR_TO_BTF_ID_TRUSTED,
            returnBtf = "task_struct",
            gplOnly = true)
    static long bpf_get_current_task_btf(Invocation in) {
        return in.kernel().tasks().currentAddress(in.cpu());
    }

    /** The current task's ids in a namespace of process ids. */
    @Helper(id = 120, families = COMMON)
    static long bpf_get_ns_current_pid_tgid(
            Invocation in,
            @Arg(ANYTHING) long dev,
            @Arg(ANYTHING) long ino,
            @Arg(PTR_TO_UNINIT_MEM) long nsdata,
            @Arg(CONST_SIZE) long size) {
        if (size != PIDNS_INFO_BYTES || dev != NSFS_DEVICE || ino != INITIAL_PID_NAMESPACE) {
            in.memory().fill(nsdata, size & 0xffff_ffffL, (byte) 0);
            return Errno.EINVAL.result();
        }
        Task task = current(in);
        in.memory().writeInt(nsdata, task.pid());
        in.memory().writeInt(nsdata + 4, task.tgid());
        return 0;
    }

    private static Task current(Invocation in) {
        return in.kernel().tasks().current(in.cpu());
    }
}
