package dev.skep.helper.dynptr;

import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelOops;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.program.Invocation;

/**
 * Reading and writing through a dynptr, whatever is behind it. The results are those of the helpers: 0 or a negative
 * errno.
 */
public final class DynptrMemory {
    private DynptrMemory() {}

    /** Copies bytes out to an address. Counterpart: {@code __bpf_dynptr_read()}. */
    public static long read(Invocation in, long dst, long length, long dynptr, long offset, long flags) {
        AddressSpace memory = in.memory();
        if (Dynptr.data(memory, dynptr) == 0 || flags != 0) {
            return Errno.EINVAL.result();
        }
        int error = Dynptr.checkRange(memory, dynptr, offset, length);
        if (error != 0) {
            return error;
        }
        if (PacketDynptr.isOne(Dynptr.kind(memory, dynptr))) {
            return PacketDynptr.read(in, dst, length, dynptr, offset);
        }
        memory.copy(at(in, dynptr, offset), dst, length & 0xffff_ffffL);
        return 0;
    }

    /** Copies bytes in from an address. Counterpart: {@code __bpf_dynptr_write()}. */
    public static long write(Invocation in, long dynptr, long offset, long src, long length, long flags) {
        AddressSpace memory = in.memory();
        if (Dynptr.data(memory, dynptr) == 0 || Dynptr.isReadOnly(memory, dynptr)) {
            return Errno.EINVAL.result();
        }
        int error = Dynptr.checkRange(memory, dynptr, offset, length);
        if (error != 0) {
            return error;
        }
        if (PacketDynptr.isOne(Dynptr.kind(memory, dynptr))) {
            return PacketDynptr.write(in, dynptr, offset, src, length, flags);
        }
        if (flags != 0) {
            return Errno.EINVAL.result();
        }
        memory.copy(src, at(in, dynptr, offset), length & 0xffff_ffffL);
        return 0;
    }

    /**
     * The address of a range; 0 when it is not in the dynptr. Counterpart: {@code bpf_dynptr_slice()}.
     *
     * @param buffer where the range is copied to when it is not in one piece; 0 when there is none
     */
    public static long slice(Invocation in, long dynptr, long offset, long buffer, long length) {
        AddressSpace memory = in.memory();
        if (Dynptr.data(memory, dynptr) == 0 || Dynptr.checkRange(memory, dynptr, offset, length) != 0) {
            return 0;
        }
        if (PacketDynptr.isOne(Dynptr.kind(memory, dynptr))) {
            return PacketDynptr.slice(in, dynptr, offset, buffer, length);
        }
        return at(in, dynptr, offset);
    }

    /** As {@link #slice}, to write to as well; 0 also when the dynptr is read-only. */
    public static long writableSlice(Invocation in, long dynptr, long offset, long buffer, long length) {
        boolean writable = Dynptr.data(in.memory(), dynptr) != 0 && !Dynptr.isReadOnly(in.memory(), dynptr);
        return writable ? slice(in, dynptr, offset, buffer, length) : 0;
    }

    /** The address of a byte of a dynptr whose memory is in one piece. */
    static long at(Invocation in, long dynptr, long offset) {
        AddressSpace memory = in.memory();
        int kind = Dynptr.kind(memory, dynptr);
        if (kind != Dynptr.LOCAL && kind != Dynptr.RINGBUF) {
            throw new KernelOops("dynptr of kind " + kind);
        }
        return Dynptr.data(memory, dynptr)
                + Integer.toUnsignedLong(Dynptr.offset(memory, dynptr))
                + (offset & 0xffff_ffffL);
    }
}
