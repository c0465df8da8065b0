package dev.skep.helper.cgroup;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.kernel.program.HelperFamily.CGROUP_RETVAL;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.program.Invocation;

/** What only programs at the hooks of control groups may call. */
public final class CgroupHookHelpers {
    private CgroupHookHelpers() {}

    /** What the system call will return to the task. */
    @Helper(id = 186, families = CGROUP_RETVAL)
    static long bpf_get_retval(Invocation in) {
        return in.occurrence().answer();
    }

    /** Sets what the system call will return to the task. */
    @Helper(id = 187, families = CGROUP_RETVAL)
    static long bpf_set_retval(Invocation in, @Arg(ANYTHING) long retval) {
        in.occurrence().answer((int) retval);
        return 0;
    }
}
