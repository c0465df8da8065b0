package dev.skep.kernel.net;

import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.net.FlowKeys.Addresses;

/**
 * Finds out which flow a packet belongs to, through tags and tunnels. Counterpart: {@code __skb_flow_dissect} with the
 * keys of {@code flow_keys_dissector}, stopping at an IPv6 flow label, as for a packet's hash.
 */
final class FlowDissector {
    private static final int MAX_HEADERS = 15;

    private static final int RARP = 0x8035;
    private static final int PPP_SESSION = 0x8864;
    private static final int TIPC = 0x88ca;
    private static final int MPLS_UNICAST = 0x8847;
    private static final int MPLS_MULTICAST = 0x8848;
    private static final int FCOE = 0x8906;
    private static final int BATMAN = 0x4305;
    private static final int TIMESTAMPING = 0x88f7;
    private static final int REDUNDANCY = 0x88fb;
    private static final int SEAMLESS_RING = 0x892f;
    private static final int CONNECTIVITY_FAULT = 0x8902;
    private static final int BRIDGED_ETHERNET = 0x6558;
    private static final int GRE_PPP = 0x880b;

    private static final int PROTOCOL_IPIP = 4;
    private static final int PROTOCOL_TCP = 6;
    private static final int PROTOCOL_UDP = 17;
    private static final int PROTOCOL_DCCP = 33;
    private static final int PROTOCOL_IPV6 = 41;
    private static final int PROTOCOL_GRE = 47;
    private static final int PROTOCOL_ESP = 50;
    private static final int PROTOCOL_AH = 51;
    private static final int PROTOCOL_SCTP = 132;
    private static final int PROTOCOL_UDPLITE = 136;
    private static final int PROTOCOL_MPLS = 137;
    private static final int NEXT_HOP_BY_HOP = 0;
    private static final int NEXT_ROUTING = 43;
    private static final int NEXT_FRAGMENT = 44;
    private static final int NEXT_DESTINATION = 60;

    private static final int PPP_IP = 0x21;
    private static final int PPP_IPV6 = 0x57;
    private static final int PPP_MPLS_UNICAST = 0x281;
    private static final int PPP_MPLS_MULTICAST = 0x283;

    /** What to do after a header; the kernel's {@code enum flow_dissect_ret}. */
    private enum Next {
        /** All is known. */
        STOP,
        /** The packet is not what it claims to be; what was found stays. */
        BAD,
        /** Another network header follows. */
        NETWORK,
        /** Another IP header extension follows. */
        EXTENSION,
        /** A transport header follows. */
        TRANSPORT
    }

    private final SkBuff skb;
    private final AddressSpace memory;
    private final FlowKeys keys = new FlowKeys();
    private int protocol;
    private int ipProtocol;
    private int at;
    private int headers;
    private int vlans;
    private boolean fragment;

    private FlowDissector(SkBuff skb) {
        this.skb = skb;
        this.memory = skb.memory();
        this.protocol = skb.hasVlanTag() ? skb.vlanProtocol() : skb.protocol();
        this.at = skb.networkOffset();
    }

    /** What the packet's flow has in its keys. */
    static FlowKeys dissect(SkBuff skb) {
        FlowDissector dissector = new FlowDissector(skb);
        dissector.walk();
        dissector.keys.put16(FlowKeys.NETWORK_PROTOCOL, swapped(dissector.protocol));
        dissector.keys.bytes()[FlowKeys.IP_PROTOCOL] = (byte) dissector.ipProtocol;
        return dissector.keys;
    }

    private void walk() {
        Next next = Next.NETWORK;
        while (next == Next.NETWORK || next == Next.EXTENSION) {
            if (next == Next.NETWORK) {
                next = network();
            } else {
                next = Next.TRANSPORT;
            }
            if (next == Next.TRANSPORT) {
                next = transport();
            }
            if ((next == Next.NETWORK || next == Next.EXTENSION) && ++headers > MAX_HEADERS) {
                return;
            }
        }
    }

    private Next network() {
        return switch (protocol) {
            case EtherType.IPV4 -> ipv4();
            case EtherType.IPV6 -> ipv6();
            case EtherType.VLAN, EtherType.SERVICE_VLAN -> vlan();
            case PPP_SESSION -> pppSession();
            case TIPC -> tipc();
            case MPLS_UNICAST, MPLS_MULTICAST -> {
                at += 4;
                yield Next.STOP;
            }
            case FCOE -> skip(24 + 14);
            case TIMESTAMPING -> skip(34);
            case EtherType.ARP, RARP, CONNECTIVITY_FAULT -> Next.STOP;
            case BATMAN -> batman();
            case REDUNDANCY, SEAMLESS_RING -> {
                if (!has(at, 6)) {
                    yield Next.BAD;
                }
                protocol = u16(at + 4);
                at += 6;
                yield Next.NETWORK;
            }
            default -> Next.BAD;
        };
    }

    private Next skip(int length) {
        if (!has(at, length)) {
            return Next.BAD;
        }
        at += length;
        return Next.STOP;
    }

    private Next ipv4() {
        int header = at;
        if (!has(header, 20) || (u8(header) & 0xf) < 5) {
            return Next.BAD;
        }
        at += (u8(header) & 0xf) * 4;
        ipProtocol = u8(header + 9);
        copy(header + 12, FlowKeys.ADDRESSES, 8);
        keys.addresses(Addresses.IPV4);
        int fragmentation = u16(header + 6);
        if ((fragmentation & 0x3fff) != 0) {
            fragment = true;
            return Next.STOP;
        }
        return Next.TRANSPORT;
    }

    private Next ipv6() {
        int header = at;
        if (!has(header, 40)) {
            return Next.BAD;
        }
        ipProtocol = u8(header + 6);
        at += 40;
        copy(header + 8, FlowKeys.ADDRESSES, 32);
        keys.addresses(Addresses.IPV6);
        int label = u32(header) & 0xfffff;
        if (label != 0) {
            keys.put32(FlowKeys.FLOW_LABEL, label);
            return Next.STOP;
        }
        return Next.TRANSPORT;
    }

    private Next vlan() {
        int tagProtocol = protocol;
        int tag;
        if (vlans == 0 && skb.hasVlanTag()) {
            protocol = skb.protocol();
            tag = skb.vlanTag();
        } else {
            if (!has(at, 4)) {
                return Next.BAD;
            }
            tag = u16(at);
            protocol = u16(at + 2);
            at += 4;
        }
        if (vlans++ == 0) {
            keys.put16(FlowKeys.VLAN, tag & 0xefff);
            keys.put16(FlowKeys.VLAN + 2, swapped(tagProtocol));
            keys.put16(FlowKeys.VLAN + 4, swapped(protocol));
        }
        return Next.NETWORK;
    }

    private Next pppSession() {
        if (!has(at, 8) || u8(at) != 0x11 || u8(at + 1) != 0) {
            return Next.BAD;
        }
        int ppp = u16(at + 6);
        at += 8;
        return switch (ppp) {
            case PPP_IP -> inside(EtherType.IPV4);
            case PPP_IPV6 -> inside(EtherType.IPV6);
            case PPP_MPLS_UNICAST -> inside(MPLS_UNICAST);
            case PPP_MPLS_MULTICAST -> inside(MPLS_MULTICAST);
            default -> (ppp & 0x0101) == 1 ? Next.STOP : Next.BAD;
        };
    }

    /** The kernel scatters keep-alive messages at random; here they go by their source like all others. */
    private Next tipc() {
        if (!has(at, 16)) {
            return Next.BAD;
        }
        copy(at + 12, FlowKeys.ADDRESSES, 4);
        keys.addresses(Addresses.TIPC);
        return Next.STOP;
    }

    private Next batman() {
        int unicast = 10;
        if (!has(at, unicast + NetDevice.HEADER_LENGTH) || u8(at + 1) != 15 || u8(at) != 0x40) {
            return Next.BAD;
        }
        protocol = u16(at + unicast + 12);
        at += unicast + NetDevice.HEADER_LENGTH;
        return Next.NETWORK;
    }

    private Next inside(int inner) {
        protocol = inner;
        return Next.NETWORK;
    }

    private Next transport() {
        Next next = switch (ipProtocol) {
            case PROTOCOL_GRE -> gre();
            case NEXT_HOP_BY_HOP, NEXT_ROUTING, NEXT_DESTINATION -> options();
            case NEXT_FRAGMENT -> fragment();
            case PROTOCOL_IPIP -> inside(EtherType.IPV4);
            case PROTOCOL_IPV6 -> inside(EtherType.IPV6);
            case PROTOCOL_MPLS -> inside(MPLS_UNICAST);
            default -> Next.STOP;
        };
        if (!fragment) {
            ports();
        }
        return next;
    }

    private void ports() {
        int offset = switch (ipProtocol) {
            case PROTOCOL_TCP, PROTOCOL_UDP, PROTOCOL_DCCP, PROTOCOL_ESP, PROTOCOL_SCTP, PROTOCOL_UDPLITE -> 0;
            case PROTOCOL_AH -> 4;
            default -> -1;
        };
        if (offset >= 0 && has(at + offset, 4)) {
            copy(at + offset, FlowKeys.PORTS, 4);
        } else {
            keys.put32(FlowKeys.PORTS, 0);
        }
    }

    private Next options() {
        if (protocol != EtherType.IPV6) {
            return Next.STOP;
        }
        if (!has(at, 2)) {
            return Next.BAD;
        }
        ipProtocol = u8(at);
        at += (u8(at + 1) + 1) << 3;
        return Next.EXTENSION;
    }

    private Next fragment() {
        if (protocol != EtherType.IPV6) {
            return Next.STOP;
        }
        if (!has(at, 8)) {
            return Next.BAD;
        }
        fragment = true;
        ipProtocol = u8(at);
        at += 8;
        return Next.STOP;
    }

    /** GRE of version 0, and of version 1 when it carries PPP. */
    private Next gre() {
        if (!has(at, 4)) {
            return Next.BAD;
        }
        int flags = u16(at);
        int version = flags & 7;
        boolean keyed = (flags & 0x2000) != 0;
        if ((flags & 0x4000) != 0 || version > 1) {
            return Next.STOP;
        }
        protocol = u16(at + 2);
        if (version == 1 && !(protocol == GRE_PPP && keyed)) {
            return Next.STOP;
        }
        int offset = 4 + ((flags & 0x8000) != 0 ? 4 : 0);
        if (keyed) {
            if (!has(at + offset, 4)) {
                return Next.BAD;
            }
            int key = u32(at + offset);
            keys.put32(FlowKeys.GRE_KEY, Integer.reverseBytes(version == 0 ? key : key & 0xffff));
            offset += 4;
        }
        offset += (flags & 0x1000) != 0 ? 4 : 0;
        return version == 0 ? bridged(offset) : ppp(offset + ((flags & 0x80) != 0 ? 4 : 0));
    }

    private Next bridged(int offset) {
        if (protocol != BRIDGED_ETHERNET) {
            at += offset;
            return Next.NETWORK;
        }
        if (!has(at + offset, NetDevice.HEADER_LENGTH)) {
            return Next.BAD;
        }
        protocol = u16(at + offset + 12);
        at += offset + NetDevice.HEADER_LENGTH;
        return Next.NETWORK;
    }

    private Next ppp(int offset) {
        if (!has(at + offset, 4)) {
            return Next.BAD;
        }
        int ppp = u16(at + offset + 2);
        if (ppp == PPP_IP) {
            protocol = EtherType.IPV4;
        } else if (ppp == PPP_IPV6) {
            protocol = EtherType.IPV6;
        }
        at += offset + 4;
        return Next.NETWORK;
    }

    // Bytes of the packet, in network order.

    private boolean has(int offset, int length) {
        return skb.contains(offset, length);
    }

    private int u8(int offset) {
        return memory.readByte(skb.data() + offset) & 0xff;
    }

    private int u16(int offset) {
        return Short.toUnsignedInt(Short.reverseBytes(memory.readShort(skb.data() + offset)));
    }

    private int u32(int offset) {
        return Integer.reverseBytes(memory.readInt(skb.data() + offset));
    }

    private void copy(int offset, int key, int length) {
        memory.read(skb.data() + offset, keys.bytes(), key, length);
    }

    private static int swapped(int value) {
        return Short.toUnsignedInt(Short.reverseBytes((short) value));
    }
}
