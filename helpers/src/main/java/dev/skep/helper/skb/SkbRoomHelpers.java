package dev.skep.helper.skb;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOTSUPP;
import static dev.skep.kernel.program.HelperFamily.LWT_XMIT;
import static dev.skep.kernel.program.HelperFamily.SK_SKB;
import static dev.skep.kernel.program.HelperFamily.TC;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.net.PacketOffload;
import dev.skep.kernel.net.PacketOffload.Summed;
import dev.skep.kernel.net.SkBuff;
import dev.skep.kernel.program.Invocation;

/** Making a packet longer or shorter, and changing what it is. */
public abstract class SkbRoomHelpers {
    private static final long U32 = 0xffff_ffffL;
    private static final int PACKET_OTHERHOST = 3;

    private SkbRoomHelpers() {}

    /** Grows or shrinks the packet between its headers. */
    @Helper(id = 50, families = TC)
    static long bpf_skb_adjust_room(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(ANYTHING) long lenDiff,
            @Arg(ANYTHING) long mode,
            @Arg(ANYTHING) long flags) {
        SkBuff packet = in.context(skb, SkBuff.class);
        int result = RoomAdjustment.adjust(packet, (int) lenDiff, (int) mode, flags);
        packet.computeDataPointers();
        return result;
    }

    /** Grows or shrinks a socket stream at its start. */
    @Helper(id = 50, name = "skb_adjust_room", families = SK_SKB)
    abstract long bpf_sk_skb_adjust_room(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(ANYTHING) long lenDiff,
            @Arg(ANYTHING) long mode,
            @Arg(ANYTHING) long flags);

    /** Cuts the packet off, or grows it with zeros, to a length. */
    @Helper(
            id = 38,
            families = {TC, LWT_XMIT})
    static long bpf_skb_change_tail(
            Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long len, @Arg(ANYTHING) long flags) {
        SkBuff packet = in.context(skb, SkBuff.class);
        int result = flags != 0 ? EINVAL.result() : changeTail(packet, len & U32);
        packet.computeDataPointers();
        return result;
    }

    /** As {@link #bpf_skb_change_tail}, for a stream of a socket. */
    @Helper(id = 38, name = "skb_change_tail", families = SK_SKB)
    abstract long bpf_sk_skb_change_tail(
            Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long len, @Arg(ANYTHING) long flags);

    /** Grows the packet at its front, for a new link layer header. */
    @Helper(
            id = 43,
            families = {TC, LWT_XMIT})
    static long bpf_skb_change_head(
            Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long len, @Arg(ANYTHING) long flags) {
        SkBuff packet = in.context(skb, SkBuff.class);
        int result = flags != 0 ? EINVAL.result() : changeHead(packet, len & U32);
        packet.computeDataPointers();
        return result;
    }

    /** As {@link #bpf_skb_change_head}, for a stream of a socket. */
    @Helper(id = 43, name = "skb_change_head", families = SK_SKB)
    abstract long bpf_sk_skb_change_head(
            Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long len, @Arg(ANYTHING) long flags);

    /** Turns an IPv4 packet into an IPv6 one, or back. */
    @Helper(id = 31, families = TC)
    static long bpf_skb_change_proto(
            Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long proto, @Arg(ANYTHING) long flags) {
        if (flags != 0) {
            return EINVAL.result();
        }
        SkBuff packet = in.context(skb, SkBuff.class);
        int result = RoomAdjustment.translate(packet, Short.toUnsignedInt(Short.reverseBytes((short) proto)));
        packet.computeDataPointers();
        return result;
    }

    /** Changes whom the packet is for, as its link layer said. */
    @Helper(id = 32, families = TC)
    static long bpf_skb_change_type(Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long type) {
        SkBuff packet = in.context(skb, SkBuff.class);
        if ((type & U32) > PACKET_OTHERHOST || packet.packetType() > PACKET_OTHERHOST) {
            return EINVAL.result();
        }
        packet.packetType((int) type);
        return 0;
    }

    private static int changeTail(SkBuff packet, long length) {
        if (length > SkBuff.MAX_LENGTH || length < shortest(packet)) {
            return EINVAL.result();
        }
        PacketOffload offload = packet.offload();
        if (offload.isEncapsulated()) {
            return ENOTSUPP.result();
        }
        int before = packet.length();
        int more = (int) length - before;
        if (more > 0) {
            int result = packet.reserveTail(more);
            if (result != 0) {
                return result;
            }
            packet.memory().fill(packet.tail(), more, (byte) 0);
        }
        if (more != 0) {
            packet.length((int) length);
            if (offload.summed() == Summed.COMPLETE) {
                offload.summed(Summed.NONE);
            }
        }
        if (offload.isSegmented()) {
            offload.dropSegmentation();
        }
        return 0;
    }

    /** The headers that were found must stay. */
    private static int shortest(SkBuff packet) {
        int shortest = Math.max(packet.networkOffset(), 0);
        boolean transport = packet.hasTransportHeader() && packet.transportOffset() > 0;
        return transport ? packet.transportOffset() : shortest;
    }

    private static int changeHead(SkBuff packet, long room) {
        long length = packet.length() + room;
        boolean tooLong = !packet.offload().isSegmented() && length > SkBuff.MAX_LENGTH;
        if (tooLong || length > U32) {
            return EINVAL.result();
        }
        int result = packet.reserveHead(room);
        if (result == 0) {
            packet.push((int) room);
            packet.memory().fill(packet.data(), room, (byte) 0);
            packet.macOffset(0);
            packet.resetMacLength();
        }
        return result;
    }
}
