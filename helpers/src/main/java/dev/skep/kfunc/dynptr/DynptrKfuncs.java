package dev.skep.kfunc.dynptr;

import static dev.skep.helper.KfuncFlag.RET_NULL;
import static dev.skep.helper.KfuncHook.COMMON;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.program.Invocation;

/** What can be done with a dynptr beyond the helpers. */
public abstract class DynptrKfuncs {
    private DynptrKfuncs() {}

    /** The address of a range to read, in the buffer when the data do not lie in one piece. */
    @Kfunc(
            value =
                    "void *bpf_dynptr_slice(const struct bpf_dynptr *p, u32 offset, void *buffer__opt, u32 buffer__szk)",
            btfId = 63913,
            hooks = COMMON,
            flags = RET_NULL)
    abstract long bpf_dynptr_slice(Invocation in, long p, long offset, long buffer, long bufferSize);

    /** The address of a range to read and write; NULL when the dynptr cannot be written. */
    @Kfunc(
            value =
                    "void *bpf_dynptr_slice_rdwr(const struct bpf_dynptr *p, u32 offset, void *buffer__opt, u32 buffer__szk)",
            btfId = 63915,
            hooks = COMMON,
            flags = RET_NULL)
    abstract long bpf_dynptr_slice_rdwr(Invocation in, long p, long offset, long buffer, long bufferSize);

    /** Narrows the dynptr to a range of itself. */
    @Kfunc(
            value = "int bpf_dynptr_adjust(const struct bpf_dynptr *p, u32 start, u32 end)",
            btfId = 63869,
            hooks = COMMON)
    abstract long bpf_dynptr_adjust(Invocation in, long p, long start, long end);

    /** Whether the dynptr is invalid. */
    @Kfunc(value = "bool bpf_dynptr_is_null(const struct bpf_dynptr *p)", btfId = 63897, hooks = COMMON)
    abstract long bpf_dynptr_is_null(Invocation in, long p);

    /** Whether the dynptr cannot be written. */
    @Kfunc(value = "bool bpf_dynptr_is_rdonly(const struct bpf_dynptr *p)", btfId = 63899, hooks = COMMON)
    abstract long bpf_dynptr_is_rdonly(Invocation in, long p);

    /** The bytes that the dynptr spans. */
    @Kfunc(value = "__u32 bpf_dynptr_size(const struct bpf_dynptr *p)", btfId = 63910, hooks = COMMON)
    abstract long bpf_dynptr_size(Invocation in, long p);

    /** A second dynptr over the same memory. */
    @Kfunc(
            value = "int bpf_dynptr_clone(const struct bpf_dynptr *p, struct bpf_dynptr *clone__uninit)",
            btfId = 63874,
            hooks = COMMON)
    abstract long bpf_dynptr_clone(Invocation in, long p, long clone);

    /** Copies a range from one dynptr into another. */
    @Kfunc(
            value =
                    "int bpf_dynptr_copy(struct bpf_dynptr *dst_ptr, u32 dst_off, struct bpf_dynptr *src_ptr, u32 src_off, u32 size)",
            btfId = 63877,
            hooks = COMMON)
    abstract long bpf_dynptr_copy(Invocation in, long dstPtr, long dstOff, long srcPtr, long srcOff, long size);

    /** Fills a range with a byte. */
    @Kfunc(
            value = "int bpf_dynptr_memset(struct bpf_dynptr *p, u32 offset, u32 size, u8 val)",
            btfId = 63902,
            hooks = COMMON)
    abstract long bpf_dynptr_memset(Invocation in, long p, long offset, long size, long val);
}
