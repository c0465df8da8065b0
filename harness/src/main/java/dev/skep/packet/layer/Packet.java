package dev.skep.packet.layer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A packet that does not change, put together from its outermost header in. Lengths, checksums and the numbers of what
 * follows are right unless somebody says them; an Ethernet header comes first unless it is {@link #bare}.
 *
 * <pre>{@code
 * packet().ipv4("10.0.0.9", "10.0.0.1", ip -> ip.ttl(3)).tcp(1234, 80, tcp -> tcp.flags("SYN")).payload("hello")
 * }</pre>
 *
 * @param layers what was said of each layer
 * @param edits what is done to the bytes at last
 * @param link what the packet begins with
 */
public record Packet(List<Layer> layers, List<Edit> edits, Link link) {
    /** What a packet begins with. */
    public enum Link {
        /** An Ethernet header, also where none was said. */
        ETHERNET,
        /** Whatever header was said first. */
        NONE
    }

    public Packet {
        layers = List.copyOf(layers);
        edits = List.copyOf(edits);
    }

    /** The packet that is nothing but an Ethernet header. */
    public static Packet packet() {
        return new Packet(List.of(), List.of(), Link.ETHERNET);
    }

    /**
     * Reads a packet's text form, as {@link Dissection#notation} writes it: {@code ipv4 10.0.0.9 > 10.0.0.1 / tcp 1234
     * > 80 flags SYN / data "hello"}.
     *
     * @throws MalformedPacketTextException with the line and the column in the text
     */
    public static Packet parse(String text) {
        return PacketParser.parse(text);
    }

    /** A packet with one more header. */
    public Packet layer(Layer layer) {
        List<Layer> more = new ArrayList<>(layers);
        more.add(layer);
        return new Packet(more, edits, link);
    }

    private Packet header(Protocol protocol, UnaryOperator<Header> change) {
        return layer(change.apply(new Header(Layer.of(protocol))).layer());
    }

    private Packet header(Protocol protocol, String from, String to, UnaryOperator<Header> change) {
        return header(protocol, header -> change.apply(header.text("src", from).text("dst", to)));
    }

    private Packet header(Protocol protocol, int from, int to, UnaryOperator<Header> change) {
        return header(protocol, header -> change.apply(header.set("src", from).set("dst", to)));
    }

    /** A packet that begins with the header that was said first, without Ethernet. */
    public Packet bare() {
        return new Packet(layers, edits, Link.NONE);
    }

    /** An Ethernet header from one address to another. */
    public Packet ethernet(String from, String to) {
        return header(Protocol.ETHERNET, from, to, UnaryOperator.identity());
    }

    /** An Ethernet header of which more is said. */
    public Packet ethernet(String from, String to, UnaryOperator<Header> change) {
        return header(Protocol.ETHERNET, from, to, change);
    }

    /** A tag of IEEE 802.1Q. */
    public Packet vlan(int id) {
        return vlan(id, UnaryOperator.identity());
    }

    /** A tag of IEEE 802.1Q of which more is said. */
    public Packet vlan(int id, UnaryOperator<Header> change) {
        return header(Protocol.VLAN, header -> change.apply(header.set("id", id)));
    }

    /** Two tags: a service tag (802.1ad) and a tag within. */
    public Packet qinq(int service, int inner) {
        return header(Protocol.SERVICE_VLAN, header -> header.set("id", service))
                .vlan(inner);
    }

    /** Asks who has {@code target}. */
    public Packet arpRequest(String sender, String target) {
        return arp(arp -> arp.text("op", "request").text("sender", sender).text("target", target));
    }

    /** Tells {@code target} that {@code sender} is here. */
    public Packet arpReply(String sender, String target) {
        return arp(arp -> arp.text("op", "reply").text("sender", sender).text("target", target));
    }

    /** An ARP message. */
    public Packet arp(UnaryOperator<Header> change) {
        return header(Protocol.ARP, change);
    }

    public Packet ipv4(String from, String to) {
        return ipv4(from, to, UnaryOperator.identity());
    }

    /** A header of IPv4 of which more is said: {@code ip -> ip.ttl(3).set("id", 7)}. */
    public Packet ipv4(String from, String to, UnaryOperator<Header> change) {
        return header(Protocol.IPV4, from, to, change);
    }

    public Packet ipv6(String from, String to) {
        return ipv6(from, to, UnaryOperator.identity());
    }

    /** A header of IPv6 of which more is said. */
    public Packet ipv6(String from, String to, UnaryOperator<Header> change) {
        return header(Protocol.IPV6, from, to, change);
    }

    /** An extension header of IPv6 with hop-by-hop options, which are filled up to eight bytes. */
    public Packet hopByHop(byte... options) {
        return header(Protocol.HOP_BY_HOP, header -> header.octets("options", options));
    }

    /** An extension header of IPv6 with destination options, which are filled up to eight bytes. */
    public Packet destinationOptions(byte... options) {
        return header(Protocol.DESTINATION_OPTIONS, header -> header.octets("options", options));
    }

    /**
     * A routing header of IPv6.
     *
     * @param left segments that are still to be visited
     * @param addresses what follows the first four bytes
     */
    public Packet routing(int type, int left, byte... addresses) {
        return header(
                Protocol.ROUTING,
                header -> header.set("type", type).set("left", left).octets("addresses", addresses));
    }

    /**
     * A fragment header of IPv6.
     *
     * @param offset in bytes, a multiple of eight
     */
    public Packet fragment(long id, int offset, UnaryOperator<Header> change) {
        return header(
                Protocol.FRAGMENT,
                header -> change.apply(header.set("id", id).text("offset", Integer.toString(offset))));
    }

    /** An ICMP echo request. */
    public Packet icmpEcho(int id, int sequence) {
        return icmp(icmp -> icmp.text("type", "echo-request").set("id", id).set("seq", sequence));
    }

    /** An ICMP message. */
    public Packet icmp(UnaryOperator<Header> change) {
        return header(Protocol.ICMP, change);
    }

    /** An ICMPv6 echo request. */
    public Packet icmpv6Echo(int id, int sequence) {
        return icmpv6(icmp -> icmp.text("type", "echo-request").set("id", id).set("seq", sequence));
    }

    /** An ICMPv6 message. */
    public Packet icmpv6(UnaryOperator<Header> change) {
        return header(Protocol.ICMPV6, change);
    }

    /** The SYN that opens a connection. */
    public Packet tcp(int fromPort, int toPort) {
        return tcp(fromPort, toPort, UnaryOperator.identity());
    }

    /** A TCP header of which more is said: {@code tcp -> tcp.flags("ACK").set("seq", 7).options("mss 1460")}. */
    public Packet tcp(int fromPort, int toPort, UnaryOperator<Header> change) {
        return header(Protocol.TCP, fromPort, toPort, change);
    }

    public Packet udp(int fromPort, int toPort) {
        return udp(fromPort, toPort, UnaryOperator.identity());
    }

    /** A UDP header of which more is said. */
    public Packet udp(int fromPort, int toPort, UnaryOperator<Header> change) {
        return header(Protocol.UDP, fromPort, toPort, change);
    }

    /** A GRE header without checksum, key and sequence number. */
    public Packet gre() {
        return gre(UnaryOperator.identity());
    }

    /** A GRE header of which more is said: {@code gre -> gre.set("key", 7)}. */
    public Packet gre(UnaryOperator<Header> change) {
        return header(Protocol.GRE, change);
    }

    /** A VXLAN header, behind {@code udp(…, 4789)}. An Ethernet header follows, also where none is said. */
    public Packet vxlan(int network) {
        return header(Protocol.VXLAN, header -> header.set("vni", network));
    }

    /** A Geneve header, behind {@code udp(…, 6081)}. */
    public Packet geneve(int network) {
        return geneve(network, UnaryOperator.identity());
    }

    /** A Geneve header of which more is said. */
    public Packet geneve(int network, UnaryOperator<Header> change) {
        return header(Protocol.GENEVE, header -> change.apply(header.set("vni", network)));
    }

    /** A payload of text in UTF-8. */
    public Packet payload(String text) {
        return payload(text.getBytes(StandardCharsets.UTF_8));
    }

    public Packet payload(byte... bytes) {
        return layer(Layer.of(Protocol.DATA).with("data", Octets.of(bytes)));
    }

    /** A payload of some bytes: 0, 1, 2, … 255, 0, … */
    public Packet payloadOf(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) i;
        }
        return payload(bytes);
    }

    /** Zeros at the end that no length counts, until the packet has a size. */
    public Packet paddedTo(int size) {
        int missing = size - toBytes().length;
        return missing <= 0 ? this : layer(Layer.of(Protocol.PADDING).with("data", Octets.of(new byte[missing])));
    }

    /** Only the first bytes, whatever the headers say. */
    public Packet truncated(int size) {
        return edited(new Edit.Truncation(size));
    }

    /** Other bytes somewhere, whatever the checksums say. */
    public Packet corrupted(int offset, byte... bytes) {
        return edited(new Edit.Corruption(offset, Octets.of(bytes)));
    }

    private Packet edited(Edit edit) {
        List<Edit> more = new ArrayList<>(edits);
        more.add(edit);
        return new Packet(layers, more, link);
    }

    /**
     * The fragments of this packet: what follows its first header of IPv4 or IPv6, cut up.
     *
     * @param size bytes of each fragment's payload, but for the last one; a multiple of eight
     * @throws IllegalArgumentException when it has no such header, or with another size
     */
    public List<Packet> fragments(int size) {
        return Fragments.of(this, size);
    }

    /** The packet on the wire. */
    public byte[] toBytes() {
        byte[] bytes = assembly().bytes();
        for (Edit edit : edits) {
            bytes = edit.apply(bytes);
        }
        return bytes;
    }

    Assembly assembly() {
        return Assembly.of(whole());
    }

    /** All headers, those that nobody said as well. */
    List<Layer> whole() {
        List<Layer> whole = new ArrayList<>();
        if (link == Link.ETHERNET && !begins(layers, 0)) {
            whole.add(Layer.of(Protocol.ETHERNET));
        }
        for (int i = 0; i < layers.size(); i++) {
            whole.add(layers.get(i));
            boolean holdsNoFrame = layers.get(i).protocol() == Protocol.VXLAN
                    && i + 1 < layers.size()
                    && !begins(layers, i + 1)
                    && !layers.get(i + 1).protocol().isBytes();
            if (holdsNoFrame) {
                whole.add(Layer.of(Protocol.ETHERNET));
            }
        }
        return whole;
    }

    private static boolean begins(List<Layer> layers, int at) {
        return at < layers.size() && layers.get(at).protocol() == Protocol.ETHERNET;
    }

    /** The packet as it is read from its bytes. */
    public Dissection dissect() {
        byte[] bytes = toBytes();
        List<Layer> whole = whole();
        return Dissection.of(
                bytes, whole.isEmpty() ? Protocol.DATA : whole.getFirst().protocol());
    }

    /** The layers in lines of text, long data cut short. */
    @Override
    public String toString() {
        return dissect().text();
    }
}
