package dev.skep.packet.layer;

import java.util.List;
import java.util.Map;

/** Numbers by which headers name what follows, and what they say; the registries of IANA and IEEE. */
final class Numbers {
    static final int TRANSPARENT_ETHERNET = 0x6558;

    static final int IPV6_NO_NEXT = 59;

    static final List<String> TCP_FLAGS = List.of("NS", "CWR", "ECE", "URG", "ACK", "PSH", "RST", "SYN", "FIN");
    static final long SYN = 0x2;

    static final FieldForm ETHER_TYPES = new FieldForm.Named(
            Map.of(
                    "ipv4", 0x0800L,
                    "arp", 0x0806L,
                    "vlan", 0x8100L,
                    "ipv6", 0x86ddL,
                    "svlan", 0x88a8L,
                    "eth", (long) TRANSPARENT_ETHERNET),
            FieldForm.HEX);

    static final FieldForm IP_PROTOCOLS = new FieldForm.Named(
            Map.ofEntries(
                    Map.entry("hopopts", 0L),
                    Map.entry("icmp", 1L),
                    Map.entry("ipv4", 4L),
                    Map.entry("tcp", 6L),
                    Map.entry("udp", 17L),
                    Map.entry("ipv6", 41L),
                    Map.entry("routing", 43L),
                    Map.entry("fragment", 44L),
                    Map.entry("gre", 47L),
                    Map.entry("esp", 50L),
                    Map.entry("ah", 51L),
                    Map.entry("icmp6", 58L),
                    Map.entry("no-next", (long) IPV6_NO_NEXT),
                    Map.entry("dstopts", 60L),
                    Map.entry("sctp", 132L)),
            FieldForm.DECIMAL);

    static final FieldForm ARP_OPERATIONS = new FieldForm.Named(Map.of("request", 1L, "reply", 2L), FieldForm.DECIMAL);

    static final FieldForm ICMP_TYPES = new FieldForm.Named(
            Map.of(
                    "echo-reply", 0L,
                    "unreachable", 3L,
                    "redirect", 5L,
                    "echo-request", 8L,
                    "time-exceeded", 11L,
                    "parameter-problem", 12L,
                    "timestamp-request", 13L,
                    "timestamp-reply", 14L),
            FieldForm.DECIMAL);

    static final FieldForm ICMPV6_TYPES = new FieldForm.Named(
            Map.ofEntries(
                    Map.entry("unreachable", 1L),
                    Map.entry("too-big", 2L),
                    Map.entry("time-exceeded", 3L),
                    Map.entry("parameter-problem", 4L),
                    Map.entry("echo-request", 128L),
                    Map.entry("echo-reply", 129L),
                    Map.entry("router-solicitation", 133L),
                    Map.entry("router-advertisement", 134L),
                    Map.entry("neighbour-solicitation", 135L),
                    Map.entry("neighbour-advertisement", 136L)),
            FieldForm.DECIMAL);

    private Numbers() {}

    static boolean isIcmpEcho(Layer header) {
        return switch ((int) header.number("type")) {
            case 0, 8, 13, 14, 15, 16, 17, 18 -> true;
            default -> false;
        };
    }

    static boolean isIcmpv6Echo(Layer header) {
        return header.number("type") == 128 || header.number("type") == 129;
    }

    static boolean isNeighbour(Layer header) {
        return header.number("type") == 135 || header.number("type") == 136;
    }
}
