package dev.skep.helper.dynptr;

import dev.skep.kernel.Errno;
import dev.skep.kernel.memory.AddressSpace;

/**
 * A dynptr in simulated memory: where memory is, how much of it, and what kind. Counterpart: {@code struct
 * bpf_dynptr_kern}.
 *
 * <pre>
 *   0        8                                     12       16
 *   | data   | size: read-only 31, kind 30..28, size 23..0 | offset |
 * </pre>
 *
 * A dynptr without data is null: it comes from a call that failed.
 */
public final class Dynptr {
    /** {@code sizeof(struct bpf_dynptr)}. */
    public static final int BYTES = 16;

    /** Kinds: memory of the program, a ring buffer record, a packet, a frame, the metadata of a packet. */
    public static final int LOCAL = 1;

    public static final int RINGBUF = 2;
    public static final int SKB = 3;
    public static final int XDP = 4;
    public static final int SKB_META = 5;

    private static final int SIZE_MASK = 0xff_ffff;
    private static final int KIND_SHIFT = 28;
    private static final int READ_ONLY = 1 << 31;

    private Dynptr() {}

    /** Whether a dynptr may span so many bytes, as an unsigned number of 32 bits; else {@code -E2BIG}. */
    public static boolean isValidSize(long size) {
        return (size & 0xffff_ffffL) <= SIZE_MASK;
    }

    public static void init(AddressSpace memory, long dynptr, long data, int kind, int size) {
        memory.writeLong(dynptr, data);
        memory.writeInt(dynptr + 8, size | kind << KIND_SHIFT);
        memory.writeInt(dynptr + 12, 0);
    }

    public static void setNull(AddressSpace memory, long dynptr) {
        memory.writeLong(dynptr, 0);
        memory.writeLong(dynptr + 8, 0);
    }

    public static void setReadOnly(AddressSpace memory, long dynptr) {
        memory.writeInt(dynptr + 8, memory.readInt(dynptr + 8) | READ_ONLY);
    }

    /** Narrows to a range of itself. */
    public static void narrow(AddressSpace memory, long dynptr, int start, int size) {
        int word = memory.readInt(dynptr + 8);
        memory.writeInt(dynptr + 8, (word & ~SIZE_MASK) | size);
        memory.writeInt(dynptr + 12, memory.readInt(dynptr + 12) + start);
    }

    /** The memory behind it, without the offset; 0 for a null dynptr. For packets, the context. */
    public static long data(AddressSpace memory, long dynptr) {
        return memory.readLong(dynptr);
    }

    public static int kind(AddressSpace memory, long dynptr) {
        return (memory.readInt(dynptr + 8) & ~READ_ONLY) >>> KIND_SHIFT;
    }

    public static boolean isReadOnly(AddressSpace memory, long dynptr) {
        return (memory.readInt(dynptr + 8) & READ_ONLY) != 0;
    }

    public static int size(AddressSpace memory, long dynptr) {
        return memory.readInt(dynptr + 8) & SIZE_MASK;
    }

    public static int offset(AddressSpace memory, long dynptr) {
        return memory.readInt(dynptr + 12);
    }

    /** 0, or {@code -E2BIG} when a range (unsigned numbers of 32 bits) is not in it. */
    public static int checkRange(AddressSpace memory, long dynptr, long offset, long length) {
        long size = size(memory, dynptr);
        long bytes = length & 0xffff_ffffL;
        boolean inside = bytes <= size && (offset & 0xffff_ffffL) <= size - bytes;
        return inside ? 0 : Errno.E2BIG.result();
    }
}
