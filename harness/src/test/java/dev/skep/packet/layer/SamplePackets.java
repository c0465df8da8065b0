package dev.skep.packet.layer;

import static dev.skep.packet.layer.Packet.packet;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A packet of each kind that can be built. */
final class SamplePackets {
    private static final byte[] TWO_SEGMENTS = HexFormat.of()
            .parseHex("01000000" + "20010db8000000000000000000000099" + "20010db8000000000000000000000077");

    private SamplePackets() {}

    static Map<String, Packet> all() {
        Packet v4 = packet().ipv4("10.0.0.9", "10.0.0.1");
        Packet v6 = packet().ipv6("2001:db8::9", "2001:db8::1");
        Map<String, Packet> samples = new LinkedHashMap<>();
        samples.put("tcp", v4.tcp(1234, 80));
        samples.put(
                "tcp-options",
                v4.tcp(
                        1234,
                        80,
                        tcp -> tcp.options("mss 1460,sackok,ts 7 0,nop,wscale 7")
                                .set("seq", 4_000_000_000L)));
        samples.put(
                "tcp-payload",
                v4.tcp(
                                40_000,
                                443,
                                tcp -> tcp.flags("ACK,PSH")
                                        .set("seq", 1)
                                        .set("ack", 99)
                                        .set("window", 512))
                        .payload("hello, world"));
        samples.put(
                "tcp-odd-options", v4.tcp(1, 2, tcp -> tcp.options("wscale 3")).payload("odd"));
        samples.put("udp", v4.udp(5000, 9999).payload("odd number of b"));
        samples.put("udp-empty", v4.udp(5000, 9999));
        samples.put(
                "udp-no-checksum", v4.udp(5000, 9999, udp -> udp.checksum(0)).payloadOf(32));
        samples.put("udp-6", v6.udp(5000, 9999).payloadOf(300));
        samples.put("icmp-echo", v4.icmpEcho(77, 3).payloadOf(48));
        samples.put(
                "icmp-timestamp",
                v4.icmp(icmp -> icmp.text("type", "timestamp-request")).payload(new byte[12]));
        samples.put(
                "icmp-redirect",
                v4.icmp(icmp -> icmp.text("type", "redirect").set("code", 1).set("rest", 0x0a000005))
                        .payload(v4.bare().udp(1, 2).toBytes()));
        samples.put("icmp6-echo", v6.icmpv6Echo(77, 3).payloadOf(48));
        samples.put(
                "icmp6-neighbour",
                v6.icmpv6(icmp -> icmp.text("type", "neighbour-solicitation").text("target", "fe80::1"))
                        .payload(HexFormat.of().parseHex("0101020000000001")));
        samples.put(
                "arp-request",
                packet().ethernet("02:00:00:00:00:01", "ff:ff:ff:ff:ff:ff").arpRequest("10.0.0.9", "10.0.0.1"));
        samples.put(
                "arp-reply-padded", packet().arpReply("10.0.0.1", "10.0.0.9").paddedTo(60));
        samples.put("tcp-padded", v4.tcp(1234, 80).paddedTo(60));
        samples.put(
                "vlan",
                packet().vlan(100, tag -> tag.set("priority", 5))
                        .ipv4("10.0.0.9", "10.0.0.1")
                        .udp(1, 2));
        samples.put("qinq", packet().qinq(200, 100).ipv6("::1", "::2").tcp(1, 2));
        samples.put(
                "ipv4-options",
                packet().ipv4(
                                "10.0.0.9",
                                "224.0.0.22",
                                ip -> ip.options("0x94040000").ttl(1))
                        .udp(1, 2));
        samples.put(
                "ipv4-fields",
                packet().ipv4(
                                "10.0.0.9",
                                "10.0.0.1",
                                ip -> ip.set("dscp", 46)
                                        .set("ecn", 1)
                                        .set("id", 4711)
                                        .flags("DF")
                                        .ttl(3))
                        .udp(1, 2));
        List<Packet> fragments = v4.udp(1, 2).payloadOf(40).fragments(24);
        samples.put("ipv4-fragment-first", fragments.getFirst());
        samples.put("ipv4-fragment-last", fragments.getLast());
        List<Packet> fragments6 = v6.udp(1, 2).payloadOf(40).fragments(24);
        samples.put("ipv6-fragment-first", fragments6.getFirst());
        samples.put("ipv6-fragment-last", fragments6.getLast());
        samples.put(
                "ipv6-fields",
                packet().ipv6(
                                "fe80::1:2",
                                "ff02::1",
                                ip -> ip.set("class", 0xb8)
                                        .set("label", 0x12345)
                                        .ttl(255))
                        .udp(1, 2));
        samples.put(
                "ipv6-extensions",
                v6.hopByHop((byte) 5, (byte) 2, (byte) 0, (byte) 0)
                        .destinationOptions()
                        .tcp(1, 2));
        samples.put("ipv6-segments", v6.routing(4, 1, TWO_SEGMENTS).udp(1, 2).payload("x"));
        samples.put("ipv6-no-next", v6);
        samples.put("ipip", v4.ipv4("192.168.0.1", "192.168.0.2").tcp(1234, 80));
        samples.put("sit", v4.ipv6("fd00::1", "fd00::2").udp(1, 2));
        samples.put("ip6ip6", v6.ipv6("fd00::1", "fd00::2").icmpv6Echo(1, 1));
        samples.put("gre", v4.gre().ipv4("192.168.0.1", "192.168.0.2").udp(1, 2));
        samples.put(
                "gre-all",
                v4.gre(gre -> gre.set("key", 7).set("seq", 9).set("C", 1))
                        .ipv6("fd00::1", "fd00::2")
                        .udp(1, 2));
        samples.put(
                "gretap",
                v4.gre()
                        .ethernet("02:00:00:00:00:03", "02:00:00:00:00:04")
                        .ipv4("192.168.0.1", "192.168.0.2")
                        .tcp(1, 2));
        samples.put(
                "vxlan",
                v4.udp(50_000, 4789)
                        .vxlan(42)
                        .ipv4("192.168.0.1", "192.168.0.2")
                        .tcp(1234, 80));
        samples.put(
                "geneve",
                v4.udp(50_000, 6081)
                        .geneve(42, geneve -> geneve.options("0x0102000101020304"))
                        .ethernet("02:00:00:00:00:03", "02:00:00:00:00:04")
                        .ipv6("fd00::1", "fd00::2")
                        .udp(1, 2));
        samples.put(
                "geneve-ipv4",
                v6.udp(50_000, 6081)
                        .geneve(7)
                        .ipv4("192.168.0.1", "192.168.0.2")
                        .icmpEcho(1, 1));
        samples.put(
                "bad-checksums",
                packet().ipv4("10.0.0.9", "10.0.0.1", ip -> ip.checksum(0xdead))
                        .tcp(1, 2, tcp -> tcp.checksum(0xbeef)));
        samples.put("truncated", v4.tcp(1234, 80).payloadOf(100).truncated(90));
        samples.put("corrupted", v4.udp(1, 2).payloadOf(20).corrupted(44, (byte) 0xff));
        return samples;
    }
}
