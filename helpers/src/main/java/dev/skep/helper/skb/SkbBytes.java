package dev.skep.helper.skb;

import static dev.skep.kernel.Errno.EFAULT;
import static dev.skep.kernel.Errno.EINVAL;

import dev.skep.kernel.net.SkBuff;
import dev.skep.kernel.program.Invocation;

/** Copies of bytes out of a packet and into it; offsets, lengths and results are those of the helpers. */
public final class SkbBytes {
    private static final long U32 = 0xffff_ffffL;

    // BPF_F_RECOMPUTE_CSUM, BPF_F_INVALIDATE_HASH
    private static final long F_RECOMPUTE_CSUM = 1;
    private static final long F_INVALIDATE_HASH = 1 << 1;

    private SkbBytes() {}

    /** {@code bpf_skb_load_bytes}: 0, or {@code -EFAULT} and zeros when not all bytes are in the packet. */
    public static long load(Invocation in, SkBuff packet, long offset, long to, long len) {
        long at = offset & U32;
        long count = len & U32;
        if (at > Integer.MAX_VALUE || !packet.contains(at, count)) {
            in.memory().fill(to, count, (byte) 0);
            return EFAULT.result();
        }
        in.memory().copy(packet.data() + at, to, count);
        return 0;
    }

    /** {@code bpf_skb_store_bytes}: 0, {@code -EFAULT} when not all bytes are in the packet, or {@code -EINVAL}. */
    public static long store(Invocation in, SkBuff packet, long offset, long from, long len, long flags) {
        if ((flags & ~(F_RECOMPUTE_CSUM | F_INVALIDATE_HASH)) != 0) {
            return EINVAL.result();
        }
        int at = (int) offset;
        int count = (int) len;
        if (at < 0) {
            return EFAULT.result();
        }
        packet.computeDataPointers();
        if (!packet.contains(at, Integer.toUnsignedLong(count))) {
            return EFAULT.result();
        }
        long target = packet.data() + at;
        boolean recompute = (flags & F_RECOMPUTE_CSUM) != 0;
        if (recompute) {
            packet.offload().bytesGo(in.memory(), target, count, at);
        }
        in.memory().copy(from, target, count);
        if (recompute) {
            packet.offload().bytesCame(in.memory(), target, count, at);
        }
        if ((flags & F_INVALIDATE_HASH) != 0) {
            packet.hash().clear();
        }
        return 0;
    }
}
