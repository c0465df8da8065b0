package dev.skep.helper.trace;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.CONST_SIZE_OR_ZERO;
import static dev.skep.helper.ArgumentType.PTR_TO_BTF_ID;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_UNINIT_MEM;
import static dev.skep.kernel.program.HelperFamily.COMMON;
import static dev.skep.kernel.program.HelperFamily.KPROBE;
import static dev.skep.kernel.program.HelperFamily.PERF_EVENT;
import static dev.skep.kernel.program.HelperFamily.RAW_TRACEPOINT;
import static dev.skep.kernel.program.HelperFamily.TRACEPOINT;
import static dev.skep.kernel.program.HelperFamily.TRACING;
import static dev.skep.kernel.program.HelperFamily.TRACING_PROGRAM;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.Capability;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.task.Task;

/** Reads of addresses that may be wrong: they fail with {@code -EFAULT} instead of faulting. */
public final class ProbeHelpers {
    private ProbeHelpers() {}

    /** Reads memory of the kernel or of the task, whichever the address belongs to. */
    @Helper(id = 4, families = TRACING, gplOnly = true)
    static long bpf_probe_read(
            Invocation in,
            @Arg(PTR_TO_UNINIT_MEM) long dst,
            @Arg(CONST_SIZE_OR_ZERO) long size,
            @Arg(ANYTHING) long unsafePtr) {
        return ProbedMemory.isUser(unsafePtr)
                ? ProbedMemory.readUser(in, current(in), dst, size, unsafePtr)
                : ProbedMemory.readKernel(in, dst, size, unsafePtr);
    }

    /** Reads a string of the kernel or of the task, whichever the address belongs to. */
    @Helper(id = 45, families = TRACING, gplOnly = true)
    static long bpf_probe_read_str(
            Invocation in,
            @Arg(PTR_TO_UNINIT_MEM) long dst,
            @Arg(CONST_SIZE_OR_ZERO) long size,
            @Arg(ANYTHING) long unsafePtr) {
        return ProbedMemory.isUser(unsafePtr)
                ? ProbedMemory.readUserString(in, current(in), dst, size, unsafePtr)
                : ProbedMemory.readKernelString(in, dst, size, unsafePtr);
    }

    /** Reads memory of the current task. */
    @Helper(id = 112, families = COMMON, needs = Capability.PERFMON, gplOnly = true)
    static long bpf_probe_read_user(
            Invocation in,
            @Arg(PTR_TO_UNINIT_MEM) long dst,
            @Arg(CONST_SIZE_OR_ZERO) long size,
            @Arg(ANYTHING) long unsafePtr) {
        return ProbedMemory.readUser(in, current(in), dst, size, unsafePtr);
    }

    /** Reads memory of the kernel. */
    @Helper(id = 113, families = COMMON, needs = Capability.PERFMON, gplOnly = true, inline = true)
    static long bpf_probe_read_kernel(
            Invocation in,
            @Arg(PTR_TO_UNINIT_MEM) long dst,
            @Arg(CONST_SIZE_OR_ZERO) long size,
            @Arg(ANYTHING) long unsafePtr) {
        return ProbedMemory.readKernel(in, dst, size, unsafePtr);
    }

    /** Reads a string of the current task. */
    @Helper(id = 114, families = COMMON, needs = Capability.PERFMON, gplOnly = true)
    static long bpf_probe_read_user_str(
            Invocation in,
            @Arg(PTR_TO_UNINIT_MEM) long dst,
            @Arg(CONST_SIZE_OR_ZERO) long size,
            @Arg(ANYTHING) long unsafePtr) {
        return ProbedMemory.readUserString(in, current(in), dst, size, unsafePtr);
    }

    /** Reads a string of the kernel. */
    @Helper(id = 115, families = COMMON, needs = Capability.PERFMON, gplOnly = true)
    static long bpf_probe_read_kernel_str(
            Invocation in,
            @Arg(PTR_TO_UNINIT_MEM) long dst,
            @Arg(CONST_SIZE_OR_ZERO) long size,
            @Arg(ANYTHING) long unsafePtr) {
        return ProbedMemory.readKernelString(in, dst, size, unsafePtr);
    }

    /** Writes memory of the current task. */
    @Helper(
            id = 36,
            families = {KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT, TRACING_PROGRAM},
            gplOnly = true)
    static long bpf_probe_write_user(
            Invocation in, @Arg(ANYTHING) long dst, @Arg(PTR_TO_RDONLY_MEM) long src, @Arg(CONST_SIZE) long len) {
        boolean written = current(in).memory().write(dst, in.memory().bytes(src, (int) len));
        return written ? 0 : Errno.EFAULT.result();
    }

    /** Reads memory of the current task, and may sleep until it is there. */
    @Helper(id = 148, families = COMMON, needs = Capability.PERFMON, mightSleep = true)
    static long bpf_copy_from_user(
            Invocation in,
            @Arg(PTR_TO_UNINIT_MEM) long dst,
            @Arg(CONST_SIZE_OR_ZERO) long size,
            @Arg(ANYTHING) long userPtr) {
        return size == 0 ? 0 : ProbedMemory.readUser(in, current(in), dst, size, userPtr);
    }

    /** Reads memory of a task, and may sleep until it is there. */
    @Helper(id = 191, families = COMMON, needs = Capability.PERFMON, gplOnly = true, mightSleep = true)
    static long bpf_copy_from_user_task(
            Invocation in,
            @Arg(PTR_TO_UNINIT_MEM) long dst,
            @Arg(CONST_SIZE_OR_ZERO) long size,
            @Arg(ANYTHING) long userPtr,
            @Arg(value = PTR_TO_BTF_ID, btf = "task_struct") long tsk,
            @Arg(ANYTHING) long flags) {
        if (flags != 0) {
            return Errno.EINVAL.result();
        }
        Task task = in.kernel().tasks().at(tsk);
        return size == 0 || task == null ? 0 : ProbedMemory.readUser(in, task, dst, size, userPtr);
    }

    private static Task current(Invocation in) {
        return in.kernel().tasks().current(in.cpu());
    }
}
