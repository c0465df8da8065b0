package dev.skep.packet.layer;

import static dev.skep.packet.layer.Field.bytes;
import static dev.skep.packet.layer.Field.ipv6;
import static dev.skep.packet.layer.Field.number;
import static dev.skep.packet.layer.FieldForm.BYTES;
import static dev.skep.packet.layer.FieldForm.DECIMAL;
import static dev.skep.packet.layer.FieldForm.HEX;
import static dev.skep.packet.layer.FieldForm.MAC;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The headers that are known, each a table of its fields in the order of its bits. Reading, writing, the text form and
 * comparisons walk these tables. RFC 791, 792, 768, 826, 2784, 2890, 4302, 4443, 7348, 8200, 8926, 9293; IEEE 802.1Q.
 */
public enum Protocol {
    ETHERNET(
            "eth",
            List.of("src", "dst"),
            number("dst", 48, MAC).initially(0x0200_0000_0002L),
            number("src", 48, MAC).initially(0x0200_0000_0001L),
            number("type", 16, Numbers.ETHER_TYPES).filled(Filling.NEXT_PROTOCOL)),
    VLAN(
            "vlan",
            List.of("id"),
            number("priority", 3, DECIMAL),
            number("dei", 1, DECIMAL),
            number("id", 12, DECIMAL),
            number("type", 16, Numbers.ETHER_TYPES).filled(Filling.NEXT_PROTOCOL)),
    SERVICE_VLAN(
            "svlan",
            List.of("id"),
            number("priority", 3, DECIMAL),
            number("dei", 1, DECIMAL),
            number("id", 12, DECIMAL),
            number("type", 16, Numbers.ETHER_TYPES).filled(Filling.NEXT_PROTOCOL)),
    ARP(
            "arp",
            List.of("op"),
            number("hardware", 16, DECIMAL).initially(1),
            number("protocol", 16, Numbers.ETHER_TYPES).initially(0x0800),
            number("hardware-size", 8, DECIMAL).initially(6),
            number("protocol-size", 8, DECIMAL).initially(4),
            number("op", 16, Numbers.ARP_OPERATIONS).initially(1),
            number("sender-mac", 48, MAC).initially(0x0200_0000_0001L),
            number("sender", 32, FieldForm.IPV4).alwaysShown(),
            number("target-mac", 48, MAC),
            number("target", 32, FieldForm.IPV4).alwaysShown()),
    IPV4(
            "ipv4",
            List.of("src", "dst"),
            number("version", 4, DECIMAL).initially(4),
            number("ihl", 4, DECIMAL).filled(Filling.HEADER_WORDS),
            number("dscp", 6, DECIMAL),
            number("ecn", 2, DECIMAL),
            number("length", 16, DECIMAL).filled(Filling.TOTAL_LENGTH),
            number("id", 16, DECIMAL),
            number("flags", 3, new FieldForm.Flags(List.of("RESERVED", "DF", "MF"))),
            number("offset", 13, new FieldForm.Scaled(8)),
            number("ttl", 8, DECIMAL).initially(64),
            number("protocol", 8, Numbers.IP_PROTOCOLS).filled(Filling.NEXT_PROTOCOL),
            number("checksum", 16, HEX).filled(Filling.HEADER_CHECKSUM),
            number("src", 32, FieldForm.IPV4),
            number("dst", 32, FieldForm.IPV4),
            bytes("options", BYTES, header -> 4 * (int) header.number("ihl") - 20)),
    IPV6(
            "ipv6",
            List.of("src", "dst"),
            number("version", 4, DECIMAL).initially(6),
            number("class", 8, HEX),
            number("label", 20, HEX),
            number("length", 16, DECIMAL).filled(Filling.BODY_LENGTH),
            number("next", 8, Numbers.IP_PROTOCOLS).filled(Filling.NEXT_PROTOCOL),
            number("hops", 8, DECIMAL).initially(64),
            ipv6("src"),
            ipv6("dst")),
    HOP_BY_HOP(
            "hopopts",
            List.of(),
            number("next", 8, Numbers.IP_PROTOCOLS).filled(Filling.NEXT_PROTOCOL),
            number("length", 8, DECIMAL).filled(Filling.HEADER_LONGS_LESS_ONE),
            bytes("options", BYTES, header -> 8 * (int) header.number("length") + 6)),
    DESTINATION_OPTIONS(
            "dstopts",
            List.of(),
            number("next", 8, Numbers.IP_PROTOCOLS).filled(Filling.NEXT_PROTOCOL),
            number("length", 8, DECIMAL).filled(Filling.HEADER_LONGS_LESS_ONE),
            bytes("options", BYTES, header -> 8 * (int) header.number("length") + 6)),
    ROUTING(
            "routing",
            List.of("type"),
            number("next", 8, Numbers.IP_PROTOCOLS).filled(Filling.NEXT_PROTOCOL),
            number("length", 8, DECIMAL).filled(Filling.HEADER_LONGS_LESS_ONE),
            number("type", 8, DECIMAL),
            number("left", 8, DECIMAL).alwaysShown(),
            bytes("addresses", BYTES, header -> 8 * (int) header.number("length") + 4)),
    FRAGMENT(
            "fragment",
            List.of("id"),
            number("next", 8, Numbers.IP_PROTOCOLS).filled(Filling.NEXT_PROTOCOL),
            number("reserved", 8, DECIMAL),
            number("offset", 13, new FieldForm.Scaled(8)).alwaysShown(),
            number("reserved2", 2, DECIMAL),
            number("more", 1, DECIMAL).alwaysShown(),
            number("id", 32, HEX)),
    AUTHENTICATION(
            "ah",
            List.of("spi"),
            number("next", 8, Numbers.IP_PROTOCOLS).filled(Filling.NEXT_PROTOCOL),
            number("length", 8, DECIMAL).filled(Filling.HEADER_WORDS_LESS_TWO),
            number("reserved", 16, DECIMAL),
            number("spi", 32, HEX),
            number("seq", 32, DECIMAL),
            bytes("icv", BYTES, header -> 4 * (int) header.number("length") - 4)),
    ICMP(
            "icmp",
            List.of("type"),
            number("type", 8, Numbers.ICMP_TYPES).initially(8),
            number("code", 8, DECIMAL),
            number("checksum", 16, HEX).filled(Filling.MESSAGE_CHECKSUM),
            number("id", 16, DECIMAL).when(Numbers::isIcmpEcho).alwaysShown(),
            number("seq", 16, DECIMAL).when(Numbers::isIcmpEcho).alwaysShown(),
            number("rest", 32, HEX).when(header -> !Numbers.isIcmpEcho(header))),
    ICMPV6(
            "icmp6",
            List.of("type"),
            number("type", 8, Numbers.ICMPV6_TYPES).initially(128),
            number("code", 8, DECIMAL),
            number("checksum", 16, HEX).filled(Filling.TRANSPORT_CHECKSUM),
            number("id", 16, DECIMAL).when(Numbers::isIcmpv6Echo).alwaysShown(),
            number("seq", 16, DECIMAL).when(Numbers::isIcmpv6Echo).alwaysShown(),
            number("rest", 32, HEX).when(header -> !Numbers.isIcmpv6Echo(header)),
            ipv6("target").when(Numbers::isNeighbour).alwaysShown()),
    TCP(
            "tcp",
            List.of("src", "dst"),
            number("src", 16, DECIMAL),
            number("dst", 16, DECIMAL),
            number("seq", 32, DECIMAL),
            number("ack", 32, DECIMAL),
            number("hlen", 4, DECIMAL).filled(Filling.HEADER_WORDS),
            number("reserved", 3, DECIMAL),
            number("flags", 9, new FieldForm.Flags(Numbers.TCP_FLAGS))
                    .initially(Numbers.SYN)
                    .alwaysShown(),
            number("window", 16, DECIMAL).initially(65_535),
            number("checksum", 16, HEX).filled(Filling.TRANSPORT_CHECKSUM),
            number("urgent", 16, DECIMAL),
            bytes("options", FieldForm.TCP_OPTIONS, header -> 4 * (int) header.number("hlen") - 20)),
    UDP(
            "udp",
            List.of("src", "dst"),
            number("src", 16, DECIMAL),
            number("dst", 16, DECIMAL),
            number("length", 16, DECIMAL).filled(Filling.TOTAL_LENGTH),
            number("checksum", 16, HEX).filled(Filling.TRANSPORT_CHECKSUM)),
    GRE(
            "gre",
            List.of(),
            number("C", 1, DECIMAL).filled(Filling.HAS_CHECKSUM),
            number("R", 1, DECIMAL),
            number("K", 1, DECIMAL).filled(Filling.HAS_KEY),
            number("S", 1, DECIMAL).filled(Filling.HAS_SEQUENCE),
            number("reserved", 9, HEX),
            number("version", 3, DECIMAL),
            number("type", 16, Numbers.ETHER_TYPES).filled(Filling.NEXT_PROTOCOL),
            number("checksum", 16, HEX).filled(Filling.MESSAGE_CHECKSUM).when(header -> header.number("C") != 0),
            number("reserved2", 16, HEX).when(header -> header.number("C") != 0),
            number("key", 32, DECIMAL).when(header -> header.number("K") != 0),
            number("seq", 32, DECIMAL).when(header -> header.number("S") != 0)),
    VXLAN(
            "vxlan",
            List.of("vni"),
            number("flags", 8, HEX).initially(0x08),
            number("reserved", 24, HEX),
            number("vni", 24, DECIMAL),
            number("reserved2", 8, HEX)),
    GENEVE(
            "geneve",
            List.of("vni"),
            number("version", 2, DECIMAL),
            number("option-length", 6, DECIMAL).filled(Filling.OPTION_WORDS),
            number("O", 1, DECIMAL),
            number("C", 1, DECIMAL),
            number("reserved", 6, DECIMAL),
            number("type", 16, Numbers.ETHER_TYPES).filled(Filling.NEXT_PROTOCOL),
            number("vni", 24, DECIMAL),
            number("reserved2", 8, HEX),
            bytes("options", BYTES, header -> 4 * (int) header.number("option-length"))),
    /** What no known protocol explains: the payload. */
    DATA("data", List.of(), bytes("data", BYTES, header -> 0)),
    /** Bytes at the end that no length counts, as switches add them to short frames. */
    PADDING("padding", List.of(), bytes("data", BYTES, header -> 0));

    private final String label;
    private final List<String> lead;
    private final List<Field> fields;
    private final Map<String, Field> byName;

    Protocol(String label, List<String> lead, Field... fields) {
        this.label = label;
        this.lead = lead;
        this.fields = List.of(fields);
        this.byName = this.fields.stream().collect(Collectors.toUnmodifiableMap(Field::name, field -> field));
    }

    /** The protocol that the text form calls so. */
    public static Optional<Protocol> labelled(String label) {
        String lower = label.toLowerCase(Locale.ROOT);
        for (Protocol protocol : values()) {
            if (protocol.label.equals(lower)) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }

    /** Its word in the text form. */
    public String label() {
        return label;
    }

    /** Names of the fields whose values follow the label: one, or two with {@code >} between them. */
    List<String> lead() {
        return lead;
    }

    List<Field> fields() {
        return fields;
    }

    Optional<Field> field(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The names of its fields in their order, with commas. */
    public String fieldNames() {
        return fields.stream().map(Field::name).collect(Collectors.joining(", "));
    }

    /** Whether it is bytes and no header. */
    boolean isBytes() {
        return this == DATA || this == PADDING;
    }

    boolean isNetwork() {
        return this == IPV4 || this == IPV6;
    }

    /** Whether the headers that follow it are told by a type of Ethernet, not by a protocol of IP. */
    boolean namesEtherTypes() {
        return switch (this) {
            case ETHERNET, VLAN, SERVICE_VLAN, GRE, GENEVE -> true;
            default -> false;
        };
    }
}
