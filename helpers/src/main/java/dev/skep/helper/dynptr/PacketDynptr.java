package dev.skep.helper.dynptr;

import static dev.skep.kernel.Errno.EINVAL;

import dev.skep.helper.skb.SkbBytes;
import dev.skep.kernel.KernelOops;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.net.SkBuff;
import dev.skep.kernel.net.XdpBuff;
import dev.skep.kernel.program.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * Dynptrs over packets: their data is the context, and ranges count from the start of the packet, wherever that is when
 * they are used. Counterpart: the cases {@code BPF_DYNPTR_TYPE_SKB}, {@code _XDP} and {@code _SKB_META} of the kernel's
 * dynptr functions.
 *
 * <p>Test runs make packets without metadata, so that dynptrs over metadata are empty.
 */
final class PacketDynptr {
    private static final long U32 = 0xffff_ffffL;

    private PacketDynptr() {}

    /** Whether a packet is behind the dynptr. */
    static boolean isOne(int kind) {
        return kind == Dynptr.SKB || kind == Dynptr.XDP || kind == Dynptr.SKB_META;
    }

    /** {@code __bpf_dynptr_read}; the range is in the dynptr. */
    static long read(Invocation in, long dst, long length, long dynptr, long offset) {
        long at = start(in, dynptr, offset);
        XdpBuff frame = frame(in, dynptr);
        if (frame == null) {
            return SkbBytes.load(in, packet(in, dynptr), at, dst, length);
        }
        int result = frame.checkRange(at, length & U32);
        if (result == 0) {
            frame.load(at, dst, length & U32);
        }
        return result;
    }

    /** {@code __bpf_dynptr_write}; the range is in the dynptr. */
    static long write(Invocation in, long dynptr, long offset, long src, long length, long flags) {
        long at = start(in, dynptr, offset);
        XdpBuff frame = frame(in, dynptr);
        if (frame == null) {
            return SkbBytes.store(in, packet(in, dynptr), at, src, length, flags);
        }
        if (flags != 0) {
            return EINVAL.result();
        }
        int result = frame.checkRange(at, length & U32);
        if (result == 0) {
            frame.store(at, src, length & U32);
        }
        return result;
    }

    /** {@code bpf_dynptr_slice}; the range is in the dynptr. */
    static long slice(Invocation in, long dynptr, long offset, long buffer, long length) {
        long at = start(in, dynptr, offset);
        long count = length & U32;
        XdpBuff frame = frame(in, dynptr);
        if (frame == null) {
            SkBuff packet = packet(in, dynptr);
            return packet.contains(at, count) ? packet.data() + at : 0;
        }
        if (frame.checkRange(at, count) != 0) {
            return 0;
        }
        long address = frame.pointer(at, count);
        if (address != 0 || buffer == 0) {
            return address;
        }
        frame.load(at, buffer, count);
        return buffer;
    }

    private static long start(Invocation in, long dynptr, long offset) {
        return Integer.toUnsignedLong(Dynptr.offset(in.memory(), dynptr)) + (offset & U32);
    }

    private static @Nullable XdpBuff frame(Invocation in, long dynptr) {
        AddressSpace memory = in.memory();
        return Dynptr.kind(memory, dynptr) == Dynptr.XDP
                ? in.context(Dynptr.data(memory, dynptr), XdpBuff.class)
                : null;
    }

    private static SkBuff packet(Invocation in, long dynptr) {
        AddressSpace memory = in.memory();
        if (Dynptr.kind(memory, dynptr) == Dynptr.SKB_META && Dynptr.size(memory, dynptr) != 0) {
            throw new KernelOops("dynptr over metadata of a packet that has none");
        }
        return in.context(Dynptr.data(memory, dynptr), SkBuff.class);
    }
}
