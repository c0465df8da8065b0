package dev.skep.helper.trace;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_MAP_PTR;
import static dev.skep.helper.ArgumentType.CONST_SIZE_OR_ZERO;
import static dev.skep.helper.ArgumentType.PTR_TO_BTF_ID;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.helper.ArgumentType.PTR_TO_UNINIT_MEM;
import static dev.skep.kernel.program.HelperFamily.COMMON;
import static dev.skep.kernel.program.HelperFamily.PERF_EVENT;
import static dev.skep.kernel.program.HelperFamily.TRACING;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.helper.Simplified;
import dev.skep.kernel.Capability;
import dev.skep.kernel.Errno;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.StackTraces;
import dev.skep.kernel.program.Invocation;

/** Stack traces. */
public final class StackHelpers {
    private static final long[] NOTHING = {};

    private StackHelpers() {}

    private static long[] frames(Invocation in, long flags) {
        boolean user = (flags & StackTraces.USER_STACK) != 0;
        return user ? in.occurrence().userStack() : in.occurrence().kernelStack();
    }

    /** Stores the stack trace in a map and gives its id. */
    @Helper(id = 27, families = TRACING, gplOnly = true)
    @Simplified("the stack that the event brought; no build ids")
    static long bpf_get_stackid(
            Invocation in, @Arg(PTR_TO_CTX) long ctx, @Arg(CONST_MAP_PTR) BpfMap map, @Arg(ANYTHING) long flags) {
        return StackTraces.of(map).id(frames(in, flags), flags);
    }

    /** As {@link #bpf_get_stackid}, with the call chain that the sample already holds. */
    @Helper(id = 27, name = "get_stackid", families = PERF_EVENT)
    @Simplified("the stack that the event brought; no build ids")
    static long bpf_get_stackid_perf_event(
            Invocation in, @Arg(PTR_TO_CTX) long ctx, @Arg(CONST_MAP_PTR) BpfMap map, @Arg(ANYTHING) long flags) {
        return StackTraces.of(map).id(frames(in, flags), flags);
    }

    /** Copies the stack trace to the program. */
    @Helper(id = 67, families = TRACING, gplOnly = true)
    @Simplified("the stack that the event brought")
    static long bpf_get_stack(
            Invocation in,
            @Arg(PTR_TO_CTX) long ctx,
            @Arg(PTR_TO_UNINIT_MEM) long buf,
            @Arg(CONST_SIZE_OR_ZERO) long size,
            @Arg(ANYTHING) long flags) {
        return CapturedStack.copy(in.memory(), frames(in, flags), buf, size, flags);
    }

    /** Copies the stack trace of a task to the program. */
    @Helper(id = 141, families = COMMON, needs = Capability.PERFMON)
    @Simplified("the current task's only")
    static long bpf_get_task_stack(
            Invocation in,
            @Arg(value = PTR_TO_BTF_ID, btf = "task_struct") long task,
            @Arg(PTR_TO_UNINIT_MEM) long buf,
            @Arg(CONST_SIZE_OR_ZERO) long size,
            @Arg(ANYTHING) long flags) {
        boolean isCurrent = task == in.kernel().tasks().currentAddress(in.cpu());
        boolean user = (flags & StackTraces.USER_STACK) != 0;
        if (user && !isCurrent) {
            in.memory().fill(buf, size & 0xffff_ffffL, (byte) 0);
            return Errno.EOPNOTSUPP.result();
        }
        return CapturedStack.copy(in.memory(), isCurrent ? frames(in, flags) : NOTHING, buf, size, flags);
    }
}
