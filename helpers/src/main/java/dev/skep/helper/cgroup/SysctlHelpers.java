package dev.skep.helper.cgroup;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_UNINIT_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_WRITABLE_MEM;
import static dev.skep.kernel.program.HelperFamily.CGROUP_SYSCTL;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.program.Invocation;

/** The system control that a task reads or writes. */
public abstract class SysctlHelpers {
    private SysctlHelpers() {}

    /** The name of the control that is accessed. */
    @Helper(id = 101, families = CGROUP_SYSCTL)
    abstract long bpf_sysctl_get_name(
            Invocation in,
            @Arg(PTR_TO_CTX) long ctx,
            @Arg(PTR_TO_WRITABLE_MEM) long buf,
            @Arg(CONST_SIZE) long bufLen,
            @Arg(ANYTHING) long flags);

    /** The value of the control as it is. */
    @Helper(id = 102, families = CGROUP_SYSCTL)
    abstract long bpf_sysctl_get_current_value(
            Invocation in, @Arg(PTR_TO_CTX) long ctx, @Arg(PTR_TO_UNINIT_MEM) long buf, @Arg(CONST_SIZE) long bufLen);

    /** The value that the task writes to the control. */
    @Helper(id = 103, families = CGROUP_SYSCTL)
    abstract long bpf_sysctl_get_new_value(
            Invocation in, @Arg(PTR_TO_CTX) long ctx, @Arg(PTR_TO_UNINIT_MEM) long buf, @Arg(CONST_SIZE) long bufLen);

    /** Replaces the value that the task writes to the control. */
    @Helper(id = 104, families = CGROUP_SYSCTL)
    abstract long bpf_sysctl_set_new_value(
            Invocation in, @Arg(PTR_TO_CTX) long ctx, @Arg(PTR_TO_RDONLY_MEM) long buf, @Arg(CONST_SIZE) long bufLen);
}
