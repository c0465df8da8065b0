package dev.skep.helper.skb;

import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.net.Checksum;
import dev.skep.kernel.net.EtherType;
import dev.skep.kernel.net.PacketOffload;
import dev.skep.kernel.net.PacketOffload.Summed;
import dev.skep.kernel.net.SkBuff;

/** Explicit congestion notification (RFC 3168) in IP headers. Counterpart: {@code INET_ECN_set_ce}. */
final class CongestionMark {
    private static final int IPV4_HEADER = 20;
    private static final int IPV4_CHECK = 10;
    private static final int IPV6_HEADER = 40;
    private static final int VLAN_HEADER = 4;
    private static final int ETHERNET_HEADER = 14;

    /** {@code VLAN_MAX_DEPTH}: tags that are looked through. */
    private static final int MAX_TAGS = 8;

    private static final int CONGESTION = 3;

    /** The mark in the first word of an IPv6 header, as a little-endian machine reads it. */
    private static final int CONGESTION_IPV6 = Integer.reverseBytes(CONGESTION << 20);

    private CongestionMark() {}

    /** Whether the packet carries the mark now: it could be set, or was already. */
    static boolean set(SkBuff packet) {
        long header = packet.data() + packet.networkOffset();
        return switch (protocolBehindTags(packet)) {
            case EtherType.IPV4 -> fits(packet, IPV4_HEADER) && setIpv4(packet.memory(), header);
            case EtherType.IPV6 -> fits(packet, IPV6_HEADER) && setIpv6(packet, header);
            default -> false;
        };
    }

    private static boolean fits(SkBuff packet, int header) {
        return packet.length() >= header && packet.networkOffset() + header <= packet.length();
    }

    private static boolean setIpv4(AddressSpace memory, long header) {
        int service = memory.readByte(header + 1);
        int next = service + 1 & CONGESTION;
        if ((next & 2) == 0) {
            return next == 0;
        }
        int check = Short.toUnsignedInt(memory.readShort(header + IPV4_CHECK));
        int more = swapped(0xfffb) + swapped(next) & 0xffff;
        memory.writeShort(header + IPV4_CHECK, (short) Checksum.increase(check, more));
        memory.writeByte(header + 1, (byte) (service | CONGESTION));
        return true;
    }

    private static boolean setIpv6(SkBuff packet, long header) {
        AddressSpace memory = packet.memory();
        int from = memory.readInt(header);
        if ((from & CONGESTION_IPV6) == 0) {
            return false;
        }
        int to = from | CONGESTION_IPV6;
        memory.writeInt(header, to);
        PacketOffload offload = packet.offload();
        if (offload.summed() == Summed.COMPLETE) {
            offload.checksum(Checksum.add(Checksum.subtract(offload.checksum(), from), to));
        }
        return true;
    }

    /** {@code skb_protocol(skb, true)}; 0 when the tags do not end. */
    private static int protocolBehindTags(SkBuff packet) {
        int type = packet.protocol();
        int depth = packet.macLength() != 0 ? packet.macLength() - VLAN_HEADER : ETHERNET_HEADER;
        for (int tags = 1; EtherType.isVlan(type); tags++) {
            long tag = (long) packet.macOffset() + depth;
            if (!packet.contains(tag, VLAN_HEADER) || tags == MAX_TAGS) {
                return 0;
            }
            type = swapped(packet.memory().readShort(packet.data() + tag + 2));
            depth += VLAN_HEADER;
        }
        return type;
    }

    private static int swapped(int value) {
        return Short.toUnsignedInt(Short.reverseBytes((short) value));
    }
}
