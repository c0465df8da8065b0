package dev.skep.helper.skb;

import static dev.skep.kernel.Errno.EALREADY;
import static dev.skep.kernel.Errno.EFAULT;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOMEM;
import static dev.skep.kernel.Errno.ENOTSUPP;

import dev.skep.kernel.net.EtherType;
import dev.skep.kernel.net.PacketOffload;
import dev.skep.kernel.net.SkBuff;

/**
 * Makes room behind the link-layer or network header of a packet, or takes it away: for tunnels and for the translation
 * between IPv4 and IPv6. Counterpart: {@code bpf_skb_net_grow}, {@code bpf_skb_net_shrink}, {@code bpf_skb_proto_xlat}.
 *
 * <pre>
 *   adjust by 20 in mode MAC:     | Ethernet | IPv4 | ...
 *                                 | Ethernet | 20 zeros | IPv4 | ...
 * </pre>
 */
final class RoomAdjustment {
    private static final int MODE_NET = 0;
    private static final int MODE_MAC = 1;

    // BPF_F_ADJ_ROOM_*
    private static final long FIXED_GSO = 1;
    private static final long ENCAP_L3_IPV4 = 1 << 1;
    private static final long ENCAP_L3_IPV6 = 1 << 2;
    private static final long ENCAP_L3 = ENCAP_L3_IPV4 | ENCAP_L3_IPV6;
    private static final long ENCAP_L4_GRE = 1 << 3;
    private static final long ENCAP_L4_UDP = 1 << 4;
    private static final long NO_CSUM_RESET = 1 << 5;
    private static final long ENCAP_L2_ETH = 1 << 6;
    private static final long DECAP_L3_IPV4 = 1 << 7;
    private static final long DECAP_L3_IPV6 = 1 << 8;
    private static final long DECAP_L3 = DECAP_L3_IPV4 | DECAP_L3_IPV6;
    private static final int ENCAP_L2_SHIFT = 56;
    private static final long ENCAP_L2 = 0xffL << ENCAP_L2_SHIFT;
    private static final long ALL =
            FIXED_GSO | ENCAP_L3 | ENCAP_L4_GRE | ENCAP_L4_UDP | NO_CSUM_RESET | ENCAP_L2_ETH | DECAP_L3 | ENCAP_L2;

    private static final int MAX_DIFFERENCE = 0xfff;
    private static final int ETHERNET_HEADER = 14;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;

    /** {@code GSO_BY_FRAGS}: segments are cut already, their size means nothing. */
    private static final int CUT_ALREADY = 0xffff;

    private RoomAdjustment() {}

    /** {@code bpf_skb_adjust_room}. 0 or a negative errno. */
    static int adjust(SkBuff packet, int difference, int mode, long flags) {
        if ((flags & ~ALL) != 0) {
            return EINVAL.result();
        }
        long size = Math.abs((long) difference);
        if (size > MAX_DIFFERENCE) {
            return EFAULT.result();
        }
        int header = headerLength(packet);
        if (header == 0 || mode != MODE_NET && mode != MODE_MAC) {
            return ENOTSUPP.result();
        }
        int offset = packet.macHeaderLength() + (mode == MODE_NET ? header : 0);
        boolean shrink = difference < 0;
        int shortest = header;
        if ((flags & DECAP_L3) != 0) {
            if (!shrink || (flags & DECAP_L3) == DECAP_L3) {
                return EINVAL.result();
            }
            shortest = (flags & DECAP_L3_IPV4) != 0 ? IPV4_HEADER : IPV6_HEADER;
        }
        int present = packet.length() - packet.networkOffset();
        boolean tooShort = shrink && (size >= present || present - size < shortest);
        boolean tooLong = !shrink
                && packet.length() + size > SkBuff.MAX_LENGTH
                && !packet.offload().isSegmented();
        if (tooShort || tooLong) {
            return ENOTSUPP.result();
        }
        int result = shrink ? shrink(packet, offset, (int) size, flags) : grow(packet, offset, (int) size, flags);
        if (result == 0 && (flags & NO_CSUM_RESET) == 0) {
            packet.offload().resetChecksumLevel();
        }
        return result;
    }

    /** {@code bpf_skb_change_proto}: 20 bytes more or less behind the Ethernet header. 0 or a negative errno. */
    static int translate(SkBuff packet, int protocol) {
        int offset = packet.macHeaderLength();
        int difference = IPV6_HEADER - IPV4_HEADER;
        PacketOffload offload = packet.offload();
        int result;
        if (packet.protocol() == EtherType.IPV4 && protocol == EtherType.IPV6) {
            result = packet.reserveHead(difference);
            if (result == 0) {
                push(packet, offset, difference);
                translateSegments(offload, PacketOffload.GSO_TCPV4, PacketOffload.GSO_TCPV6);
            }
        } else if (packet.protocol() == EtherType.IPV6 && protocol == EtherType.IPV4) {
            result = pop(packet, offset, difference);
            if (result == 0) {
                translateSegments(offload, PacketOffload.GSO_TCPV6, PacketOffload.GSO_TCPV4);
            }
        } else {
            return ENOTSUPP.result();
        }
        if (result == 0) {
            packet.protocol(protocol);
            packet.hash().clear();
        }
        return result;
    }

    private static void translateSegments(PacketOffload offload, int from, int to) {
        if (offload.isSegmented()) {
            int type = offload.segmentType();
            int translated = (type & from) != 0 ? type & ~from | to : type;
            offload.segmentType(translated | PacketOffload.GSO_DODGY);
        }
    }

    /** 0 when the packet is neither IPv4 nor IPv6. */
    private static int headerLength(SkBuff packet) {
        return switch (packet.protocol()) {
            case EtherType.IPV4 -> IPV4_HEADER;
            case EtherType.IPV6 -> IPV6_HEADER;
            default -> 0;
        };
    }

    /** The length of a datagram's segments is its own: it may change only with the segments. */
    private static boolean hasForeignSegments(PacketOffload offload, long flags) {
        return offload.isSegmented()
                && !offload.isSegmentedTcp()
                && ((offload.segmentType() & PacketOffload.GSO_UDP_L4) == 0 || (flags & FIXED_GSO) == 0);
    }

    private static int shrink(SkBuff packet, int offset, int size, long flags) {
        if ((flags & ~(FIXED_GSO | DECAP_L3 | NO_CSUM_RESET)) != 0) {
            return EINVAL.result();
        }
        PacketOffload offload = packet.offload();
        if (hasForeignSegments(offload, flags)) {
            return ENOTSUPP.result();
        }
        int result = pop(packet, offset, size);
        if (result != 0) {
            return result;
        }
        if (packet.protocol() == EtherType.IPV4 && (flags & DECAP_L3_IPV6) != 0) {
            packet.protocol(EtherType.IPV6);
        } else if (packet.protocol() == EtherType.IPV6 && (flags & DECAP_L3_IPV4) != 0) {
            packet.protocol(EtherType.IPV4);
        }
        changeSegments(offload, size, PacketOffload.GSO_DODGY, flags);
        return 0;
    }

    private static int grow(SkBuff packet, int offset, int size, long flags) {
        PacketOffload offload = packet.offload();
        if (hasForeignSegments(offload, flags)) {
            return ENOTSUPP.result();
        }
        int result = packet.reserveHead(size);
        if (result != 0) {
            return result;
        }
        int gsoType = PacketOffload.GSO_DODGY;
        if ((flags & ENCAP_L3) == 0) {
            push(packet, offset, size);
        } else {
            result = checkEncapsulation(packet, size, flags);
            if (result != 0) {
                return result;
            }
            int macLength = packet.macHeaderLength();
            push(packet, offset, size);
            gsoType |= encapsulate(packet, macLength, flags);
        }
        changeSegments(offload, -size, gsoType, flags);
        return 0;
    }

    private static int checkEncapsulation(SkBuff packet, int size, long flags) {
        int innerMac = (int) (flags >>> ENCAP_L2_SHIFT);
        boolean contradiction = (flags & ENCAP_L3) == ENCAP_L3
                || (flags & ENCAP_L4_GRE) != 0 && (flags & ENCAP_L4_UDP) != 0
                || (flags & ENCAP_L2_ETH) != 0 && innerMac < ETHERNET_HEADER;
        if (contradiction) {
            return EINVAL.result();
        }
        if (packet.offload().isEncapsulated()) {
            return EALREADY.result();
        }
        return innerMac > size ? EINVAL.result() : 0;
    }

    /** What came in is the outer header. Says what it means for segments. */
    private static int encapsulate(SkBuff packet, int macLength, long flags) {
        packet.offload().encapsulate();
        packet.networkOffset(macLength);
        boolean ipv6 = (flags & ENCAP_L3_IPV6) != 0;
        boolean udp = (flags & ENCAP_L4_UDP) != 0;
        boolean gre = (flags & ENCAP_L4_GRE) != 0;
        if (udp || gre) {
            packet.transportOffset(macLength + (ipv6 ? IPV6_HEADER : IPV4_HEADER));
        }
        packet.protocol(ipv6 ? EtherType.IPV6 : EtherType.IPV4);
        if (udp) {
            return PacketOffload.GSO_UDP_TUNNEL;
        }
        if (gre) {
            return PacketOffload.GSO_GRE;
        }
        return ipv6 ? PacketOffload.GSO_IPXIP6 : PacketOffload.GSO_IPXIP4;
    }

    private static void changeSegments(PacketOffload offload, int by, int type, long flags) {
        if (!offload.isSegmented()) {
            return;
        }
        if ((flags & FIXED_GSO) == 0 && offload.segmentSize() != CUT_ALREADY) {
            offload.segmentSize(offload.segmentSize() + by);
        }
        offload.segmentType(offload.segmentType() | type);
        offload.segments(0);
    }

    /** Zeros come in; headers up to there move to the front. {@code bpf_skb_net_hdr_push}. */
    private static void push(SkBuff packet, int offset, int size) {
        boolean together = packet.isTransportAtNetwork();
        int mac = packet.macOffset();
        int network = packet.networkOffset();
        packet.push(size);
        packet.memory().copy(packet.data() + size, packet.data(), offset);
        packet.memory().fill(packet.data() + offset, size, (byte) 0);
        packet.macOffset(mac);
        packet.networkOffset(network);
        if (together) {
            packet.transportOffset(network);
        }
    }

    /** Bytes go out; headers up to there move to the back. {@code bpf_skb_net_hdr_pop}. */
    private static int pop(SkBuff packet, int offset, int size) {
        if (!packet.contains(0, (long) offset + size)) {
            return ENOMEM.result();
        }
        boolean together = packet.isTransportAtNetwork();
        int mac = packet.macOffset();
        int network = packet.networkOffset();
        long before = packet.data();
        packet.pull(size);
        packet.offload().bytesLeft(packet.memory(), before + offset, size);
        packet.memory().copy(before, packet.data(), offset);
        packet.macOffset(mac);
        packet.networkOffset(network);
        if (together) {
            packet.transportOffset(network);
        }
        return 0;
    }
}
