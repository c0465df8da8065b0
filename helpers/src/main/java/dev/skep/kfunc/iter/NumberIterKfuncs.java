package dev.skep.kfunc.iter;

import static dev.skep.helper.KfuncFlag.ITER_DESTROY;
import static dev.skep.helper.KfuncFlag.ITER_NEW;
import static dev.skep.helper.KfuncFlag.ITER_NEXT;
import static dev.skep.helper.KfuncFlag.RET_NULL;
import static dev.skep.helper.KfuncHook.COMMON;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.Errno;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.program.Invocation;

/** Iterators over numbers and bits. */
public final class NumberIterKfuncs {
    /** {@code BPF_MAX_LOOPS}. */
    private static final long MAX_LOOPS = 8 * 1024 * 1024;

    /** {@code BITS_ITER_NR_WORDS_MAX}. */
    private static final int MOST_WORDS = 511;

    private NumberIterKfuncs() {}

    /** Begins an iteration over the numbers from {@code start} up to, not including, {@code end}. */
    @Kfunc(
            value = "int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end)",
            hooks = COMMON,
            flags = ITER_NEW,
            inline = true)
    static long bpf_iter_num_new(Invocation in, long it, long start, long end) {
        AddressSpace memory = in.memory();
        long first = (int) start;
        long behind = (int) end;
        int error = first > behind ? Errno.EINVAL.result() : behind - first > MAX_LOOPS ? Errno.E2BIG.result() : 0;
        memory.writeInt(it, error == 0 ? (int) start - 1 : 0);
        memory.writeInt(it + 4, error == 0 ? (int) end : 0);
        return error;
    }

    /** The next element, NULL at the end. */
    @Kfunc(
            value = "int *bpf_iter_num_next(struct bpf_iter_num *it)",
            hooks = COMMON,
            flags = {RET_NULL, ITER_NEXT},
            inline = true)
    static long bpf_iter_num_next(Invocation in, long it) {
        AddressSpace memory = in.memory();
        int next = memory.readInt(it) + 1;
        if (next >= memory.readInt(it + 4)) {
            memory.writeLong(it, 0);
            return 0;
        }
        memory.writeInt(it, next);
        return it;
    }

    /** Ends the iteration. */
    @Kfunc(
            value = "void bpf_iter_num_destroy(struct bpf_iter_num *it)",
            hooks = COMMON,
            flags = ITER_DESTROY,
            inline = true)
    static long bpf_iter_num_destroy(Invocation in, long it) {
        in.memory().writeLong(it, 0);
        return 0;
    }

    /** Begins an iteration over the set bits of a bitmap. */
    @Kfunc(
            value = "int bpf_iter_bits_new(struct bpf_iter_bits *it, const u64 *unsafe_ptr__ign, u32 nr_words)",
            hooks = COMMON,
            flags = ITER_NEW)
    static long bpf_iter_bits_new(Invocation in, long it, long unsafePtr, long nrWords) {
        AddressSpace memory = in.memory();
        int words = (int) nrWords;
        memory.writeLong(it, 0);
        memory.writeInt(it + 8, 0);
        memory.writeInt(it + 12, -1);
        if (unsafePtr == 0 || words == 0) {
            return Errno.EINVAL.result();
        }
        if (Integer.compareUnsigned(words, MOST_WORDS) > 0) {
            return Errno.E2BIG.result();
        }
        if (!memory.contains(unsafePtr, 8L * words)) {
            return Errno.EFAULT.result();
        }
        if (words == 1) {
            memory.writeLong(it, memory.readLong(unsafePtr));
        } else {
            long copy = memory.allocate(8L * words, 8, "bits of an iterator");
            memory.copy(unsafePtr, copy, 8L * words);
            memory.writeLong(it, copy);
        }
        memory.writeInt(it + 8, 64 * words);
        return 0;
    }

    /** The next element, NULL at the end. */
    @Kfunc(
            value = "int *bpf_iter_bits_next(struct bpf_iter_bits *it)",
            hooks = COMMON,
            flags = {RET_NULL, ITER_NEXT})
    static long bpf_iter_bits_next(Invocation in, long it) {
        AddressSpace memory = in.memory();
        int count = memory.readInt(it + 8);
        int bit = memory.readInt(it + 12);
        if (count == 0 || bit >= count) {
            return 0;
        }
        long bits = count == 64 ? it : memory.readLong(it);
        bit++;
        while (bit < count && (memory.readLong(bits + bit / 64 * 8L) >>> bit & 1) == 0) {
            bit++;
        }
        memory.writeInt(it + 12, bit);
        return bit < count ? it + 12 : 0;
    }

    /** Ends the iteration. */
    @Kfunc(value = "void bpf_iter_bits_destroy(struct bpf_iter_bits *it)", hooks = COMMON, flags = ITER_DESTROY)
    static long bpf_iter_bits_destroy(Invocation in, long it) {
        AddressSpace memory = in.memory();
        if (memory.readInt(it + 8) > 64) {
            memory.free(memory.readLong(it));
        }
        return 0;
    }
}
