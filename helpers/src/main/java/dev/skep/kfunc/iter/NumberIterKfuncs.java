package dev.skep.kfunc.iter;

import static dev.skep.helper.KfuncFlag.ITER_DESTROY;
import static dev.skep.helper.KfuncFlag.ITER_NEW;
import static dev.skep.helper.KfuncFlag.ITER_NEXT;
import static dev.skep.helper.KfuncFlag.RET_NULL;
import static dev.skep.helper.KfuncHook.COMMON;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.program.Invocation;

/** Iterators over numbers and bits. */
public abstract class NumberIterKfuncs {
    private NumberIterKfuncs() {}

    /** Begins an iteration over the numbers from {@code start} up to, not including, {@code end}. */
    @Kfunc(
            value = "int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end)",
            btfId = 64260,
            hooks = COMMON,
            flags = ITER_NEW)
    abstract long bpf_iter_num_new(Invocation in, long it, long start, long end);

    /** The next element, NULL at the end. */
    @Kfunc(
            value = "int *bpf_iter_num_next(struct bpf_iter_num *it)",
            btfId = 64263,
            hooks = COMMON,
            flags = {RET_NULL, ITER_NEXT})
    abstract long bpf_iter_num_next(Invocation in, long it);

    /** Ends the iteration. */
    @Kfunc(
            value = "void bpf_iter_num_destroy(struct bpf_iter_num *it)",
            btfId = 64257,
            hooks = COMMON,
            flags = ITER_DESTROY)
    abstract long bpf_iter_num_destroy(Invocation in, long it);

    /** Begins an iteration over the set bits of a bitmap. */
    @Kfunc(
            value = "int bpf_iter_bits_new(struct bpf_iter_bits *it, const u64 *unsafe_ptr__ign, u32 nr_words)",
            btfId = 64149,
            hooks = COMMON,
            flags = ITER_NEW)
    abstract long bpf_iter_bits_new(Invocation in, long it, long unsafePtr, long nrWords);

    /** The next element, NULL at the end. */
    @Kfunc(
            value = "int *bpf_iter_bits_next(struct bpf_iter_bits *it)",
            btfId = 64152,
            hooks = COMMON,
            flags = {RET_NULL, ITER_NEXT})
    abstract long bpf_iter_bits_next(Invocation in, long it);

    /** Ends the iteration. */
    @Kfunc(
            value = "void bpf_iter_bits_destroy(struct bpf_iter_bits *it)",
            btfId = 64146,
            hooks = COMMON,
            flags = ITER_DESTROY)
    abstract long bpf_iter_bits_destroy(Invocation in, long it);
}
