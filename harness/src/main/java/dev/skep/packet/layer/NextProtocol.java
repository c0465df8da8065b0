package dev.skep.packet.layer;

import java.util.Arrays;
import java.util.Optional;

/** How headers name what follows them. */
final class NextProtocol {
    /** IEEE 802's number for experiments: what a frame holds when nothing says it. */
    private static final int ETHER_EXPERIMENT = 0x88b5;

    /** RFC 3692's number for experiments. */
    private static final int IP_EXPERIMENT = 253;

    private static final int VXLAN_PORT = 4789;
    private static final int GENEVE_PORT = 6081;
    private static final int NONE = -1;

    private NextProtocol() {}

    /** The protocol behind a header, as that header tells it. */
    static Optional<Protocol> after(Layer header) {
        return switch (header.protocol()) {
            case ETHERNET, VLAN, SERVICE_VLAN, GENEVE -> ofEtherType(header.number("type"));
            case GRE -> header.number("version") == 0 ? ofEtherType(header.number("type")) : Optional.empty();
            case IPV4 -> header.number("offset") == 0 ? ofIpProtocol(header.number("protocol")) : Optional.empty();
            case FRAGMENT -> header.number("offset") == 0 ? ofIpProtocol(header.number("next")) : Optional.empty();
            case IPV6, HOP_BY_HOP, DESTINATION_OPTIONS, ROUTING, AUTHENTICATION -> ofIpProtocol(header.number("next"));
            case UDP -> ofPort(header.number("dst"));
            case VXLAN -> Optional.of(Protocol.ETHERNET);
            case ARP, ICMP, ICMPV6, TCP, DATA, PADDING -> Optional.empty();
        };
    }

    private static Optional<Protocol> ofEtherType(long number) {
        return Arrays.stream(Protocol.values())
                .filter(protocol -> etherType(protocol) == number)
                .findFirst();
    }

    private static Optional<Protocol> ofIpProtocol(long number) {
        return Arrays.stream(Protocol.values())
                .filter(protocol -> ipProtocol(protocol) == number)
                .findFirst();
    }

    private static Optional<Protocol> ofPort(long port) {
        return port == VXLAN_PORT
                ? Optional.of(Protocol.VXLAN)
                : port == GENEVE_PORT ? Optional.of(Protocol.GENEVE) : Optional.empty();
    }

    /** The number by which a header of {@code over} names what follows. */
    static int numberIn(Protocol over, Optional<Protocol> next) {
        int number = next.map(protocol -> over.namesEtherTypes() ? etherType(protocol) : ipProtocol(protocol))
                .orElse(NONE);
        if (number != NONE) {
            return number;
        }
        if (over.namesEtherTypes()) {
            return ETHER_EXPERIMENT;
        }
        return next.isPresent() || over == Protocol.IPV4 ? IP_EXPERIMENT : Numbers.IPV6_NO_NEXT;
    }

    private static int etherType(Protocol protocol) {
        return switch (protocol) {
            case IPV4 -> 0x0800;
            case ARP -> 0x0806;
            case VLAN -> 0x8100;
            case IPV6 -> 0x86dd;
            case SERVICE_VLAN -> 0x88a8;
            case ETHERNET -> Numbers.TRANSPARENT_ETHERNET;
            default -> NONE;
        };
    }

    /** The number of a protocol in headers of IP. */
    static int ipProtocol(Protocol protocol) {
        return switch (protocol) {
            case HOP_BY_HOP -> 0;
            case ICMP -> 1;
            case IPV4 -> 4;
            case TCP -> 6;
            case UDP -> 17;
            case IPV6 -> 41;
            case ROUTING -> 43;
            case FRAGMENT -> 44;
            case GRE -> 47;
            case AUTHENTICATION -> 51;
            case ICMPV6 -> 58;
            case DESTINATION_OPTIONS -> 60;
            default -> NONE;
        };
    }
}
