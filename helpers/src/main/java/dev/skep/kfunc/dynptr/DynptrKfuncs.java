package dev.skep.kfunc.dynptr;

import static dev.skep.helper.KfuncFlag.RET_NULL;
import static dev.skep.helper.KfuncHook.COMMON;

import dev.skep.helper.Kfunc;
import dev.skep.helper.dynptr.Dynptr;
import dev.skep.helper.dynptr.DynptrMemory;
import dev.skep.kernel.Errno;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.program.Invocation;

/** What can be done with a dynptr beyond the helpers. */
public final class DynptrKfuncs {
    /** The kernel copies what is not in one piece through a buffer of this size. */
    private static final int PIECE_BYTES = 256;

    private DynptrKfuncs() {}

    /** The address of a range to read, in the buffer when the data do not lie in one piece. */
    @Kfunc(
            value =
                    "void *bpf_dynptr_slice(const struct bpf_dynptr *p, u32 offset, void *buffer__opt, u32 buffer__szk)",
            hooks = COMMON,
            flags = RET_NULL)
    static long bpf_dynptr_slice(Invocation in, long p, long offset, long buffer, long bufferSize) {
        return DynptrMemory.slice(in, p, offset, buffer, bufferSize);
    }

    /** The address of a range to read and write; NULL when the dynptr cannot be written. */
    @Kfunc(
            value =
                    "void *bpf_dynptr_slice_rdwr(const struct bpf_dynptr *p, u32 offset, void *buffer__opt, u32 buffer__szk)",
            hooks = COMMON,
            flags = RET_NULL)
    static long bpf_dynptr_slice_rdwr(Invocation in, long p, long offset, long buffer, long bufferSize) {
        return DynptrMemory.writableSlice(in, p, offset, buffer, bufferSize);
    }

    /** Narrows the dynptr to a range of itself. */
    @Kfunc(value = "int bpf_dynptr_adjust(const struct bpf_dynptr *p, u32 start, u32 end)", hooks = COMMON)
    static long bpf_dynptr_adjust(Invocation in, long p, long start, long end) {
        AddressSpace memory = in.memory();
        long from = start & 0xffff_ffffL;
        long to = end & 0xffff_ffffL;
        if (Dynptr.data(memory, p) == 0 || from > to) {
            return Errno.EINVAL.result();
        }
        if (to > Dynptr.size(memory, p)) {
            return Errno.ERANGE.result();
        }
        Dynptr.narrow(memory, p, (int) from, (int) (to - from));
        return 0;
    }

    /** Whether the dynptr is invalid. */
    @Kfunc(value = "bool bpf_dynptr_is_null(const struct bpf_dynptr *p)", hooks = COMMON)
    static long bpf_dynptr_is_null(Invocation in, long p) {
        return Dynptr.data(in.memory(), p) == 0 ? 1 : 0;
    }

    /** Whether the dynptr cannot be written. */
    @Kfunc(value = "bool bpf_dynptr_is_rdonly(const struct bpf_dynptr *p)", hooks = COMMON)
    static long bpf_dynptr_is_rdonly(Invocation in, long p) {
        boolean readOnly = Dynptr.data(in.memory(), p) != 0 && Dynptr.isReadOnly(in.memory(), p);
        return readOnly ? 1 : 0;
    }

    /** The bytes that the dynptr spans. */
    @Kfunc(value = "__u32 bpf_dynptr_size(const struct bpf_dynptr *p)", hooks = COMMON)
    static long bpf_dynptr_size(Invocation in, long p) {
        int size = Dynptr.data(in.memory(), p) == 0 ? Errno.EINVAL.result() : Dynptr.size(in.memory(), p);
        return Integer.toUnsignedLong(size);
    }

    /** A second dynptr over the same memory. */
    @Kfunc(value = "int bpf_dynptr_clone(const struct bpf_dynptr *p, struct bpf_dynptr *clone__uninit)", hooks = COMMON)
    static long bpf_dynptr_clone(Invocation in, long p, long clone) {
        AddressSpace memory = in.memory();
        if (Dynptr.data(memory, p) == 0) {
            Dynptr.setNull(memory, clone);
            return Errno.EINVAL.result();
        }
        memory.copy(p, clone, Dynptr.BYTES);
        return 0;
    }

    /** Copies a range from one dynptr into another. */
    @Kfunc(
            value =
                    "int bpf_dynptr_copy(struct bpf_dynptr *dst_ptr, u32 dst_off, struct bpf_dynptr *src_ptr, u32 src_off, u32 size)",
            hooks = COMMON)
    static long bpf_dynptr_copy(Invocation in, long dstPtr, long dstOff, long srcPtr, long srcOff, long size) {
        long from = DynptrMemory.slice(in, srcPtr, srcOff, 0, size);
        if (from != 0) {
            return DynptrMemory.write(in, dstPtr, dstOff, from, size, 0);
        }
        long to = DynptrMemory.writableSlice(in, dstPtr, dstOff, 0, size);
        if (to != 0) {
            return DynptrMemory.read(in, to, size, srcPtr, srcOff, 0);
        }
        return copyInPieces(in, dstPtr, dstOff, srcPtr, srcOff, size);
    }

    /** Fills a range with a byte. */
    @Kfunc(value = "int bpf_dynptr_memset(struct bpf_dynptr *p, u32 offset, u32 size, u8 val)", hooks = COMMON)
    static long bpf_dynptr_memset(Invocation in, long p, long offset, long size, long val) {
        long slice = DynptrMemory.writableSlice(in, p, offset, 0, size);
        if (slice != 0) {
            in.memory().fill(slice, size & 0xffff_ffffL, (byte) val);
            return 0;
        }
        if (Dynptr.isReadOnly(in.memory(), p)) {
            return Errno.EINVAL.result();
        }
        int error = Dynptr.checkRange(in.memory(), p, offset, size);
        return error != 0 ? error : fillInPieces(in, p, offset, size, (byte) val);
    }

    private static long copyInPieces(Invocation in, long dst, long dstOffset, long src, long srcOffset, long size) {
        AddressSpace memory = in.memory();
        if (Dynptr.checkRange(memory, dst, dstOffset, size) != 0
                || Dynptr.checkRange(memory, src, srcOffset, size) != 0) {
            return Errno.E2BIG.result();
        }
        long buffer = memory.allocate(PIECE_BYTES, 8, "buffer of bpf_dynptr_copy");
        long error = 0;
        long left = size & 0xffff_ffffL;
        for (long done = 0; left > 0 && error == 0; done += PIECE_BYTES) {
            long piece = Math.min(left, PIECE_BYTES);
            error = DynptrMemory.read(in, buffer, piece, src, srcOffset + done, 0);
            if (error == 0) {
                error = DynptrMemory.write(in, dst, dstOffset + done, buffer, piece, 0);
            }
            left -= piece;
        }
        memory.free(buffer);
        return error;
    }

    private static long fillInPieces(Invocation in, long dynptr, long offset, long size, byte value) {
        AddressSpace memory = in.memory();
        long buffer = memory.allocate(PIECE_BYTES, 8, "buffer of bpf_dynptr_memset");
        memory.fill(buffer, PIECE_BYTES, value);
        long error = 0;
        long left = size & 0xffff_ffffL;
        for (long done = 0; left > 0 && error == 0; done += PIECE_BYTES) {
            long piece = Math.min(left, PIECE_BYTES);
            error = DynptrMemory.write(in, dynptr, offset + done, buffer, piece, 0);
            left -= piece;
        }
        memory.free(buffer);
        return error;
    }
}
