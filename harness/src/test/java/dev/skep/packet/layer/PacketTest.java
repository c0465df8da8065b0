package dev.skep.packet.layer;

import static dev.skep.packet.layer.Packet.packet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.packet.CaptureReader;
import dev.skep.packet.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketTest {
    private static void assertReadsBack(byte[] bytes) {
        Dissection dissection = Dissection.of(bytes);
        assertThat(HexFormat.of().formatHex(Packet.parse(dissection.notation()).toBytes()))
                .as(dissection.notation())
                .isEqualTo(HexFormat.of().formatHex(bytes));
        assertThat(dissection.packet().toBytes()).isEqualTo(bytes);
        assertThat(dissection.text()).isNotNull();
    }

    @Test
    void samplesReadBackFromTheirText() {
        Map<String, Packet> samples = SamplePackets.all();
        samples.values().forEach(packet -> assertReadsBack(packet.toBytes()));
        assertThat(samples).hasSizeGreaterThan(35);
    }

    @Test
    void capturedFramesReadBackFromTheirText() throws IOException {
        int frames = 0;
        for (String capture : List.of("mixed.pcap", "edge.pcap")) {
            try (CaptureReader reader = CaptureReader.open(Path.of("..", "fixtures", "recordings", capture))) {
                for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                    assertReadsBack(frame.data());
                    frames++;
                }
            }
        }
        assertThat(frames).isGreaterThan(150);
    }

    @Property(tries = 2000)
    void anyBytesReadBackFromTheirText(@ForAll @Size(max = 200) byte[] bytes) {
        assertReadsBack(bytes);
    }

    @Property(tries = 4000)
    void brokenPacketsReadBackFromTheirText(@ForAll long seed) {
        Random random = new Random(seed);
        List<Packet> samples = List.copyOf(SAMPLES.values());
        byte[] bytes = samples.get(random.nextInt(samples.size())).toBytes();
        for (int change = random.nextInt(4); change >= 0; change--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        int size = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
        assertReadsBack(Arrays.copyOf(bytes, size));
    }

    private static final Map<String, Packet> SAMPLES = SamplePackets.all();

    /** A quarter of a megabyte of headers within headers ends quickly all the same. */
    @Test
    @Timeout(20)
    void deeplyNestedPacketsAreReadInBoundedTime() {
        byte[] bytes = new byte[262_144];
        for (int i = 0; i + 20 <= bytes.length; i += 20) {
            bytes[i] = 0x45;
            bytes[i + 9] = 4;
        }
        Dissection dissection = Dissection.of(bytes, Protocol.IPV4);
        assertThat(dissection.parts()).hasSize(33);
    }

    /** RFC 1071's arithmetic by hand: 4500 001c 0000 0000 4011 0000 0a00 0009 0a00 0001. */
    @Test
    void checksumsAreThoseOfArithmetic() {
        byte[] bytes = packet().ipv4("10.0.0.9", "10.0.0.1").udp(1, 2).toBytes();
        int sum = 0x4500 + 0x001c + 0x4011 + 0x0a00 + 0x0009 + 0x0a00 + 0x0001;
        int expected = ~((sum & 0xffff) + (sum >>> 16)) & 0xffff;
        assertThat((bytes[24] & 0xff) << 8 | bytes[25] & 0xff).isEqualTo(expected);
    }

    @Test
    void packetsDoNotChange() {
        Packet base = packet().ipv4("10.0.0.9", "10.0.0.1");
        base.tcp(1, 2);
        assertThat(base.layers()).hasSize(1);
    }

    @Test
    void textSaysWhatDoesNotFollowFromTheRest() {
        assertThat(packet().ipv4("10.0.0.9", "10.0.0.1", ip -> ip.ttl(3))
                        .tcp(1234, 80, tcp -> tcp.checksum(1))
                        .payload("GET /\r\n")
                        .dissect()
                        .notation())
                .startsWith("""
                        eth 02:00:00:00:00:01 > 02:00:00:00:00:02
                        ipv4 10.0.0.9 > 10.0.0.1 ttl 3
                        tcp 1234 > 80 flags SYN checksum 0x1  # checksum expected: 0x""")
                .endsWith("data \"GET /\\r\\n\"\n");
    }

    @Test
    void textOnOneLineIsTheSame() {
        assertThat(Packet.parse("ipv4 10.0.0.9 > 10.0.0.1 / tcp 1234 > 80 / data \"a/b\" / truncate 55")
                        .toBytes())
                .isEqualTo(packet().ipv4("10.0.0.9", "10.0.0.1")
                        .tcp(1234, 80)
                        .payload("a/b")
                        .truncated(55)
                        .toBytes());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tpc 1 > 2                        | 1 | tpc: expected one of eth, vlan
            ipv4 10.0.0.9 > 10.0.0.256       | 17 | ipv4 dst: 10.0.0.256: expected an IPv4 address
            ipv4 10.0.0.9 10.0.0.1           | 15 | expected > and a ipv4 dst
            ipv4 10.0.0.9 > 10.0.0.1 tll 3   | 26 | ipv4: no field tll, expected one of version, ihl
            ipv4 10.0.0.9 > 10.0.0.1 ttl 256 | 30 | ipv4 ttl: 256, expected 0..255
            ipv4 10.0.0.9 > 10.0.0.1 ttl     | 26 | nothing follows ttl, expected a value
            tcp 1 > 2 flags SYN,AKC          | 17 | AKC: expected none or flags of NS,CWR
            tcp 1 > 2 options [mss]          | 19 | mss: expected mss N
            data "abc                        | 6 | expected it on the same line
            data 0xabc                       | 6 | expected "text" or bytes like 0x0a0b
            data 0xab * 999999999            | 13 | expected a number of times of 0..262144
            eth 1 > 2                        | 5 | expected a MAC address
            truncate x                       | 10 | expected a number
            icmp sing                        | 6 | expected a number or one of echo-reply
            """, quoteCharacter = '\0')
    void whatCannotBeReadIsSaidWithItsPlace(String text, int column, String message) {
        assertThatThrownBy(() -> Packet.parse(text))
                .isInstanceOfSatisfying(
                        MalformedPacketTextException.class,
                        e -> assertThat(e.column()).isEqualTo(column))
                .hasMessageContaining(message);
    }

    @Property(tries = 3000)
    void brokenTextIsReadOrRefused(@ForAll long seed) {
        Random random = new Random(seed);
        List<Packet> samples = List.copyOf(SAMPLES.values());
        StringBuilder text = new StringBuilder(
                samples.get(random.nextInt(samples.size())).dissect().notation());
        for (int change = random.nextInt(5); change >= 0; change--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.setCharAt(at, (char) (' ' + random.nextInt(95)));
                default -> text.insert(at, "/>\"[]#0x*9 \n".charAt(random.nextInt(12)));
            }
        }
        try {
            Packet.parse(text.toString()).toBytes();
        } catch (MalformedPacketTextException | IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("expected");
        }
    }

    @Test
    void fieldsThatHaveNoPlaceAreRefused() {
        assertThatThrownBy(() -> packet().icmp(
                                icmp -> icmp.text("type", "unreachable").set("seq", 3))
                        .toBytes())
                .hasMessage("icmp seq: 3, expected none in such a header");
        assertThatThrownBy(() -> packet().corrupted(13, new byte[2]).toBytes()).hasMessageContaining("corrupt 13");
    }

    @Test
    void diffNamesLayerAndField() {
        byte[] expected =
                packet().ipv4("10.0.0.9", "10.0.0.1").udp(1, 2).payload("abcd").toBytes();
        byte[] actual = packet().vlan(7)
                .ipv4("10.0.0.9", "10.0.0.1", ip -> ip.ttl(63))
                .udp(1, 2)
                .payload("abXd")
                .toBytes();
        assertThat(PacketDiff.between(expected, actual).lines())
                .containsSubsequence(
                        "  eth type: expected ipv4, was vlan",
                        "+ vlan 7",
                        "  ipv4 ttl: expected 64, was 63",
                        "  data byte 2: expected 0x6364 (4 bytes), was 0x5864 (4 bytes)");
        assertThat(PacketDiff.between(expected, expected).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "::, ::",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "2001:DB8::0:1, 2001:db8::1",
        "::ffff:10.0.0.1, ::ffff:a00:1",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1::, 1::",
        "0:1::, 0:1::"
    })
    void addressesAreWrittenAsRfc5952Wants(String text, String canonical) {
        assertThat(Addresses.ipv6(Addresses.ipv6(text))).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource({":", "1", "1:2:3:4:5:6:7", "1::2::3", "1:2:3:4:5:6:7:8:9", "g::", "12345::", "1:2:3:4:5:6:7::8:9", ":::"
    })
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> Addresses.ipv6(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
