package dev.skep.kfunc.dynptr;

import static dev.skep.helper.KfuncFlag.SLEEPABLE;
import static dev.skep.helper.KfuncHook.COMMON;

import dev.skep.helper.Kfunc;
import dev.skep.helper.dynptr.Dynptr;
import dev.skep.helper.dynptr.DynptrMemory;
import dev.skep.helper.trace.ProbedMemory;
import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelOops;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.task.Task;
import java.util.function.LongUnaryOperator;

/** Reads of addresses that may be wrong, into a dynptr. */
public final class ProbeDynptrKfuncs {
    private ProbeDynptrKfuncs() {}

    /** Reads straight into the dynptr's memory, or where that is in pieces through a buffer. */
    private static long into(Invocation in, long dptr, long offset, long size, LongUnaryOperator read) {
        long slice = DynptrMemory.writableSlice(in, dptr, offset, 0, size);
        if (slice != 0) {
            return read.applyAsLong(slice);
        }
        if (Dynptr.checkRange(in.memory(), dptr, offset, size) != 0) {
            return Errno.E2BIG.result();
        }
        long length = Math.max(1, size & 0xffff_ffffL);
        long buffer = in.memory().allocate(length, Long.BYTES, "bytes on their way into a dynptr");
        long result = read.applyAsLong(buffer);
        long written = result < 0 ? result : DynptrMemory.write(in, dptr, offset, buffer, size, 0);
        in.memory().free(buffer);
        return written < 0 ? written : result;
    }

    private static Task current(Invocation in) {
        return in.kernel().tasks().current(in.cpu());
    }

    private static Task task(Invocation in, long address) {
        Task task = in.kernel().tasks().at(address);
        if (task == null) {
            throw new KernelOops("reads the memory of a task that there is not");
        }
        return task;
    }

    /** Reads memory of the kernel. */
    @Kfunc(
            value =
                    "int bpf_probe_read_kernel_dynptr(struct bpf_dynptr *dptr, u32 off, u32 size, const void *unsafe_ptr__ign)",
            hooks = COMMON)
    static long bpf_probe_read_kernel_dynptr(Invocation in, long dptr, long off, long size, long unsafePtr) {
        return into(in, dptr, off, size, target -> ProbedMemory.readKernel(in, target, size, unsafePtr));
    }

    /** Reads a string of the kernel. */
    @Kfunc(
            value =
                    "int bpf_probe_read_kernel_str_dynptr(struct bpf_dynptr *dptr, u32 off, u32 size, const void *unsafe_ptr__ign)",
            hooks = COMMON)
    static long bpf_probe_read_kernel_str_dynptr(Invocation in, long dptr, long off, long size, long unsafePtr) {
        return into(in, dptr, off, size, target -> ProbedMemory.readKernelString(in, target, size, unsafePtr));
    }

    /** Reads memory of the current task. */
    @Kfunc(
            value =
                    "int bpf_probe_read_user_dynptr(struct bpf_dynptr *dptr, u32 off, u32 size, const void *unsafe_ptr__ign)",
            hooks = COMMON)
    static long bpf_probe_read_user_dynptr(Invocation in, long dptr, long off, long size, long unsafePtr) {
        return into(in, dptr, off, size, target -> ProbedMemory.readUser(in, current(in), target, size, unsafePtr));
    }

    /** Reads a string of the current task. */
    @Kfunc(
            value =
                    "int bpf_probe_read_user_str_dynptr(struct bpf_dynptr *dptr, u32 off, u32 size, const void *unsafe_ptr__ign)",
            hooks = COMMON)
    static long bpf_probe_read_user_str_dynptr(Invocation in, long dptr, long off, long size, long unsafePtr) {
        return into(
                in, dptr, off, size, target -> ProbedMemory.readUserString(in, current(in), target, size, unsafePtr));
    }

    /** Reads memory of the current task, and may sleep. */
    @Kfunc(
            value =
                    "int bpf_copy_from_user_dynptr(struct bpf_dynptr *dptr, u32 off, u32 size, const void *unsafe_ptr__ign)",
            hooks = COMMON,
            flags = SLEEPABLE)
    static long bpf_copy_from_user_dynptr(Invocation in, long dptr, long off, long size, long unsafePtr) {
        return into(in, dptr, off, size, target -> ProbedMemory.readUser(in, current(in), target, size, unsafePtr));
    }

    /** Reads a string of the current task, and may sleep. */
    @Kfunc(
            value =
                    "int bpf_copy_from_user_str_dynptr(struct bpf_dynptr *dptr, u32 off, u32 size, const void *unsafe_ptr__ign)",
            hooks = COMMON,
            flags = SLEEPABLE)
    static long bpf_copy_from_user_str_dynptr(Invocation in, long dptr, long off, long size, long unsafePtr) {
        return into(
                in, dptr, off, size, target -> ProbedMemory.readUserString(in, current(in), target, size, unsafePtr));
    }

    /** Reads memory of a task, and may sleep. */
    @Kfunc(
            value =
                    "int bpf_copy_from_user_task_dynptr(struct bpf_dynptr *dptr, u32 off, u32 size, const void *unsafe_ptr__ign, struct task_struct *tsk)",
            hooks = COMMON,
            flags = SLEEPABLE)
    static long bpf_copy_from_user_task_dynptr(
            Invocation in, long dptr, long off, long size, long unsafePtr, long tsk) {
        return into(in, dptr, off, size, target -> ProbedMemory.readUser(in, task(in, tsk), target, size, unsafePtr));
    }

    /** Reads a string of a task, and may sleep. */
    @Kfunc(
            value =
                    "int bpf_copy_from_user_task_str_dynptr(struct bpf_dynptr *dptr, u32 off, u32 size, const void *unsafe_ptr__ign, struct task_struct *tsk)",
            hooks = COMMON,
            flags = SLEEPABLE)
    static long bpf_copy_from_user_task_str_dynptr(
            Invocation in, long dptr, long off, long size, long unsafePtr, long tsk) {
        return into(
                in, dptr, off, size, target -> ProbedMemory.readUserString(in, task(in, tsk), target, size, unsafePtr));
    }

    /** Reads a string of the current task into memory, and may sleep. */
    @Kfunc(
            value = "int bpf_copy_from_user_str(void *dst, u32 dst__sz, const void *unsafe_ptr__ign, u64 flags)",
            hooks = COMMON,
            flags = SLEEPABLE)
    static long bpf_copy_from_user_str(Invocation in, long dst, long dstSize, long unsafePtr, long flags) {
        return ProbedMemory.copyString(in, current(in), dst, dstSize, unsafePtr, flags);
    }

    /** Reads a string of a task into memory, and may sleep. */
    @Kfunc(
            value =
                    "int bpf_copy_from_user_task_str(void *dst, u32 dst__sz, const void *unsafe_ptr__ign, struct task_struct *tsk, u64 flags)",
            hooks = COMMON,
            flags = SLEEPABLE)
    static long bpf_copy_from_user_task_str(
            Invocation in, long dst, long dstSize, long unsafePtr, long tsk, long flags) {
        return ProbedMemory.copyString(in, task(in, tsk), dst, dstSize, unsafePtr, flags);
    }
}
