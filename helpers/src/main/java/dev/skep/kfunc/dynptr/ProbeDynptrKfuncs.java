package dev.skep.kfunc.dynptr;

import static dev.skep.helper.KfuncFlag.SLEEPABLE;
import static dev.skep.helper.KfuncHook.COMMON;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.program.Invocation;

/** Reads of addresses that may be wrong, into a dynptr. */
public abstract class ProbeDynptrKfuncs {
    private ProbeDynptrKfuncs() {}

    /** Reads memory of the kernel. */
    @Kfunc(
            value =
                    "int bpf_probe_read_kernel_dynptr(struct bpf_dynptr *dptr, u32 off, u32 size, const void *unsafe_ptr__ign)",
            btfId = 65308,
            hooks = COMMON)
    abstract long bpf_probe_read_kernel_dynptr(Invocation in, long dptr, long off, long size, long unsafePtr);

    /** Reads a string of the kernel. */
    @Kfunc(
            value =
                    "int bpf_probe_read_kernel_str_dynptr(struct bpf_dynptr *dptr, u32 off, u32 size, const void *unsafe_ptr__ign)",
            btfId = 65311,
            hooks = COMMON)
    abstract long bpf_probe_read_kernel_str_dynptr(Invocation in, long dptr, long off, long size, long unsafePtr);

    /** Reads memory of the current task. */
    @Kfunc(
            value =
                    "int bpf_probe_read_user_dynptr(struct bpf_dynptr *dptr, u32 off, u32 size, const void *unsafe_ptr__ign)",
            btfId = 65314,
            hooks = COMMON)
    abstract long bpf_probe_read_user_dynptr(Invocation in, long dptr, long off, long size, long unsafePtr);

    /** Reads a string of the current task. */
    @Kfunc(
            value =
                    "int bpf_probe_read_user_str_dynptr(struct bpf_dynptr *dptr, u32 off, u32 size, const void *unsafe_ptr__ign)",
            btfId = 65317,
            hooks = COMMON)
    abstract long bpf_probe_read_user_str_dynptr(Invocation in, long dptr, long off, long size, long unsafePtr);

    /** Reads memory of the current task, and may sleep. */
    @Kfunc(
            value =
                    "int bpf_copy_from_user_dynptr(struct bpf_dynptr *dptr, u32 off, u32 size, const void *unsafe_ptr__ign)",
            btfId = 63637,
            hooks = COMMON,
            flags = SLEEPABLE)
    abstract long bpf_copy_from_user_dynptr(Invocation in, long dptr, long off, long size, long unsafePtr);

    /** Reads a string of the current task, and may sleep. */
    @Kfunc(
            value =
                    "int bpf_copy_from_user_str_dynptr(struct bpf_dynptr *dptr, u32 off, u32 size, const void *unsafe_ptr__ign)",
            btfId = 63642,
            hooks = COMMON,
            flags = SLEEPABLE)
    abstract long bpf_copy_from_user_str_dynptr(Invocation in, long dptr, long off, long size, long unsafePtr);

    /** Reads memory of a task, and may sleep. */
    @Kfunc(
            value =
                    "int bpf_copy_from_user_task_dynptr(struct bpf_dynptr *dptr, u32 off, u32 size, const void *unsafe_ptr__ign, struct task_struct *tsk)",
            btfId = 63647,
            hooks = COMMON,
            flags = SLEEPABLE)
    abstract long bpf_copy_from_user_task_dynptr(
            Invocation in, long dptr, long off, long size, long unsafePtr, long tsk);

    /** Reads a string of a task, and may sleep. */
    @Kfunc(
            value =
                    "int bpf_copy_from_user_task_str_dynptr(struct bpf_dynptr *dptr, u32 off, u32 size, const void *unsafe_ptr__ign, struct task_struct *tsk)",
            btfId = 63652,
            hooks = COMMON,
            flags = SLEEPABLE)
    abstract long bpf_copy_from_user_task_str_dynptr(
            Invocation in, long dptr, long off, long size, long unsafePtr, long tsk);

    /** Reads a string of the current task into memory, and may sleep. */
    @Kfunc(
            value = "int bpf_copy_from_user_str(void *dst, u32 dst__sz, const void *unsafe_ptr__ign, u64 flags)",
            btfId = 63640,
            hooks = COMMON,
            flags = SLEEPABLE)
    abstract long bpf_copy_from_user_str(Invocation in, long dst, long dstSize, long unsafePtr, long flags);

    /** Reads a string of a task into memory, and may sleep. */
    @Kfunc(
            value =
                    "int bpf_copy_from_user_task_str(void *dst, u32 dst__sz, const void *unsafe_ptr__ign, struct task_struct *tsk, u64 flags)",
            btfId = 63650,
            hooks = COMMON,
            flags = SLEEPABLE)
    abstract long bpf_copy_from_user_task_str(
            Invocation in, long dst, long dstSize, long unsafePtr, long tsk, long flags);
}
