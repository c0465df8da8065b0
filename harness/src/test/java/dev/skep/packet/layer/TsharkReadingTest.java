package dev.skep.packet.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.packet.CaptureReader;
import dev.skep.packet.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What tshark reads in the same bytes: those that were built, and captures. Made by {@code fixtures/record-packets}.
 */
class TsharkReadingTest {
    /** Packets that tshark reads further than we do: those that ICMP errors quote, and what protocols they carry. */
    private static final Set<String> QUOTING = Set.of("icmp-redirect");

    /** tshark's names of a field, and ours: protocol and field. */
    private static final Map<String, String> FIELDS = fields();

    private static Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("eth.dst", "eth dst");
        fields.put("eth.src", "eth src");
        fields.put("eth.type", "eth type");
        fields.put("arp.opcode", "arp op");
        fields.put("arp.src.proto_ipv4", "arp sender");
        fields.put("arp.dst.proto_ipv4", "arp target");
        fields.put("arp.src.hw_mac", "arp sender-mac");
        fields.put("ip.dsfield.dscp", "ipv4 dscp");
        fields.put("ip.dsfield.ecn", "ipv4 ecn");
        fields.put("ip.len", "ipv4 length");
        fields.put("ip.id", "ipv4 id");
        fields.put("ip.frag_offset", "ipv4 offset");
        fields.put("ip.ttl", "ipv4 ttl");
        fields.put("ip.proto", "ipv4 protocol");
        fields.put("ip.checksum", "ipv4 checksum");
        fields.put("ip.src", "ipv4 src");
        fields.put("ip.dst", "ipv4 dst");
        fields.put("ipv6.tclass", "ipv6 class");
        fields.put("ipv6.flow", "ipv6 label");
        fields.put("ipv6.plen", "ipv6 length");
        fields.put("ipv6.nxt", "ipv6 next");
        fields.put("ipv6.hlim", "ipv6 hops");
        fields.put("ipv6.src", "ipv6 src");
        fields.put("ipv6.dst", "ipv6 dst");
        fields.put("ipv6.fraghdr.more", "fragment more");
        fields.put("ipv6.routing.type", "routing type");
        fields.put("ipv6.routing.segleft", "routing left");
        fields.put("icmp.type", "icmp type");
        fields.put("icmp.code", "icmp code");
        fields.put("icmp.checksum", "icmp checksum");
        fields.put("icmpv6.type", "icmp6 type");
        fields.put("icmpv6.code", "icmp6 code");
        fields.put("icmpv6.checksum", "icmp6 checksum");
        fields.put("icmpv6.echo.identifier", "icmp6 id");
        fields.put("icmpv6.echo.sequence_number", "icmp6 seq");
        fields.put("icmpv6.nd.ns.target_address icmpv6.nd.na.target_address", "icmp6 target");
        fields.put("tcp.srcport", "tcp src");
        fields.put("tcp.dstport", "tcp dst");
        fields.put("tcp.seq_raw", "tcp seq");
        fields.put("tcp.ack_raw", "tcp ack");
        fields.put("tcp.flags", "tcp flags");
        fields.put("tcp.window_size_value", "tcp window");
        fields.put("tcp.checksum", "tcp checksum");
        fields.put("tcp.urgent_pointer", "tcp urgent");
        fields.put("tcp.options", "tcp options");
        fields.put("udp.srcport", "udp src");
        fields.put("udp.dstport", "udp dst");
        fields.put("udp.length", "udp length");
        fields.put("udp.checksum", "udp checksum");
        fields.put("gre.key", "gre key");
        fields.put("gre.sequence_number", "gre seq");
        fields.put("gre.checksum", "gre checksum");
        fields.put("vxlan.vni", "vxlan vni");
        fields.put("geneve.vni", "geneve vni");
        return fields;
    }

    /** A frame as tshark reads it: values by tshark's names, several of them with commas. */
    private static List<Map<String, String>> reading(String name) throws IOException {
        try (InputStream stream = TsharkReadingTest.class.getResourceAsStream(name)) {
            List<String> lines = new String(Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            String[] names = lines.getFirst().split("\t", -1);
            List<Map<String, String>> frames = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                String[] values = line.split("\t", -1);
                Map<String, String> frame = new HashMap<>();
                for (int i = 0; i < names.length; i++) {
                    frame.put(names[i], values[i]);
                }
                frames.add(frame);
            }
            return frames;
        }
    }

    /** All values of a field, from the outermost layer in, as plain numbers, addresses or bytes. */
    private static List<String> ours(Dissection dissection, String field) {
        String[] words = field.split(" ", -1);
        List<String> values = new ArrayList<>();
        for (Layer layer : dissection.layers()) {
            boolean asked = layer.protocol().label().equals(words[0]) && layer.says(words[1]);
            if (asked && (!words[1].equals("options") || layer.octets(words[1]).size() > 0)) {
                values.add(plain(layer, words[1]));
            }
        }
        return values;
    }

    private static String plain(Layer layer, String name) {
        FieldForm form = layer.protocol().field(name).orElseThrow().form();
        if (List.of(FieldForm.MAC, FieldForm.IPV4, FieldForm.IPV6).contains(form)) {
            return LayerText.value(layer, name);
        }
        return switch (Objects.requireNonNull(layer.values().get(name))) {
            case FieldValue.Num(long number) -> Long.toString(number);
            case Octets octets -> octets.hex();
        };
    }

    private static List<String> theirs(String values) {
        if (values.isEmpty()) {
            return List.of();
        }
        List<String> plain = new ArrayList<>();
        for (String value : values.split(",", -1)) {
            plain.add(value.startsWith("0x") ? Long.toString(Long.decode(value)) : value);
        }
        return plain;
    }

    private static int compare(String name, Dissection dissection, Map<String, String> frame) {
        int compared = 0;
        for (Map.Entry<String, String> field : FIELDS.entrySet()) {
            List<String> expected = new ArrayList<>();
            for (String theirName : field.getKey().split(" ", -1)) {
                expected.addAll(theirs(Objects.requireNonNull(frame.get(theirName))));
            }
            assertThat(ours(dissection, field.getValue()))
                    .as("%s: %s in\n%s", name, field.getKey(), dissection)
                    .isEqualTo(expected);
            compared += expected.size();
        }
        return compared;
    }

    /** Packets are those that tshark was asked about; their bytes are in a file that the recorder reads. */
    @Test
    void whatIsBuiltIsWhatTsharkReads() throws IOException {
        Map<String, Packet> samples = SamplePackets.all();
        StringBuilder listing = new StringBuilder();
        samples.forEach((name, packet) -> listing.append(name)
                .append('\t')
                .append(HexFormat.of().formatHex(packet.toBytes()))
                .append('\n'));
        Files.writeString(Path.of("target", "built-packets.tsv"), listing);
        List<Map<String, String>> reading = reading("built-packets.tshark.tsv");
        assertThat(reading).hasSize(samples.size()).hasSizeGreaterThan(35);
        int compared = 0;
        int at = 0;
        for (Map.Entry<String, Packet> sample : samples.entrySet()) {
            Map<String, String> frame = reading.get(at++);
            assertThat(HexFormat.of().formatHex(sample.getValue().toBytes()))
                    .as("%s as it was recorded", sample.getKey())
                    .isEqualTo(frame.get("bytes"));
            if (!QUOTING.contains(sample.getKey())) {
                compared +=
                        compare(sample.getKey(), Dissection.of(sample.getValue().toBytes()), frame);
            }
        }
        assertThat(compared).isGreaterThan(600);
    }

    /** Good is 1, bad 0, unverified (no checksum, cut off, a fragment) 2. */
    @Test
    void checksumsAreGoodInTsharksEyes() throws IOException {
        List<String> names = List.copyOf(SamplePackets.all().keySet());
        List<Map<String, String>> reading = reading("built-packets.tshark.tsv");
        Map<String, String> bad = new HashMap<>();
        int good = 0;
        for (int i = 0; i < names.size(); i++) {
            for (String field : List.of(
                    "ip.checksum.status",
                    "tcp.checksum.status",
                    "udp.checksum.status",
                    "icmp.checksum.status",
                    "icmpv6.checksum.status",
                    "gre.checksum.status")) {
                for (String status : theirs(reading.get(i).getOrDefault(field, ""))) {
                    good += status.equals("1") ? 1 : 0;
                    if (status.equals("0")) {
                        bad.merge(names.get(i), field, (a, b) -> a + " " + b);
                    }
                }
            }
        }
        assertThat(bad)
                .containsOnly(
                        Map.entry("bad-checksums", "ip.checksum.status tcp.checksum.status"),
                        Map.entry("corrupted", "udp.checksum.status"),
                        // Nothing tells tshark that this one was longer once.
                        Map.entry("truncated", "tcp.checksum.status"));
        assertThat(good).isGreaterThan(60);
    }

    @Test
    void capturesAreReadAsTsharkReadsThem() throws IOException {
        List<Map<String, String>> reading = reading("mixed.tshark.tsv");
        int at = 0;
        int compared = 0;
        try (CaptureReader reader = CaptureReader.open(Path.of("..", "fixtures", "recordings", "mixed.pcap"))) {
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                compared += compare("frame " + frame.number(), Dissection.of(frame.data()), reading.get(at++));
            }
        }
        assertThat(at).isEqualTo(reading.size()).isGreaterThan(100);
        assertThat(compared).isGreaterThan(2000);
    }
}
