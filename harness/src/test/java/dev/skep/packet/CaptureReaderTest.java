package dev.skep.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureReaderTest {
    private static final String MIXED = "/fixtures/recordings/mixed.pcap";

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = CaptureReaderTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(stream, name).readAllBytes();
        }
    }

    private static List<Frame> frames(byte[] capture) throws IOException {
        List<Frame> frames = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open("test.pcap", new ByteArrayInputStream(capture))) {
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                frames.add(frame);
            }
        }
        return frames;
    }

    /** What tshark says of a frame: number, time, captured and original length. */
    private static String asTshark(Frame frame) {
        return "%d\t%d.%09d\t%d\t%d"
                .formatted(
                        frame.number(),
                        frame.timestampNs() / 1_000_000_000L,
                        frame.timestampNs() % 1_000_000_000L,
                        frame.data().length,
                        frame.originalLength());
    }

    /** The mixed capture, and the same saved by editcap in two other formats. */
    @ParameterizedTest
    @ValueSource(strings = {MIXED, "mixed.pcapng", "mixed-ns.pcap"})
    void readsWhatTsharkReads(String capture) throws IOException {
        List<String> expected = new String(resource("mixed.tshark.tsv"), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(expected).hasSizeGreaterThan(100);
        assertThat(frames(resource(capture)).stream().map(CaptureReaderTest::asTshark))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixed.pcapng", "mixed-ns.pcap"})
    void formatsDoNotChangeTheBytesOfAFrame(String capture) throws IOException {
        assertThat(frames(resource(capture)).stream().map(Frame::data))
                .containsExactlyElementsOf(
                        frames(resource(MIXED)).stream().map(Frame::data).toList());
    }

    @Test
    void readsBigEndianNanoseconds() throws IOException {
        ByteBuffer file = ByteBuffer.allocate(24 + 16 + 3).order(ByteOrder.BIG_ENDIAN);
        file.putInt(0xa1b23c4d)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65535)
                .putInt(1);
        file.putInt(7).putInt(123_456_789).putInt(3).putInt(60).put(new byte[] {1, 2, 3});
        List<Frame> frames = frames(file.array());
        assertThat(frames).hasSize(1);
        assertThat(frames.getFirst().timestampNs()).isEqualTo(7_123_456_789L);
        assertThat(frames.getFirst().originalLength()).isEqualTo(60);
        assertThat(frames.getFirst().data()).containsExactly(1, 2, 3);
    }

    @Test
    void readsBigEndianPcapngWithPowerOfTwoResolution() throws IOException {
        ByteBuffer file = ByteBuffer.allocate(28 + 28 + 36).order(ByteOrder.BIG_ENDIAN);
        file.putInt(0x0a0d0d0a)
                .putInt(28)
                .putInt(0x1a2b3c4d)
                .putInt(0x00010000)
                .putLong(-1)
                .putInt(28);
        // if_tsresol 0x8a: units of 2^-10 s
        file.putInt(1).putInt(28).putInt(0x00010000).putInt(0);
        file.putShort((short) 9)
                .putShort((short) 1)
                .put((byte) 0x8a)
                .put(new byte[3])
                .putInt(28);
        file.putInt(6)
                .putInt(36)
                .putInt(0)
                .putInt(0)
                .putInt(5 * 1024 + 512)
                .putInt(2)
                .putInt(2);
        file.put(new byte[] {9, 8, 0, 0}).putInt(36);
        List<Frame> frames = frames(file.array());
        assertThat(frames).hasSize(1);
        assertThat(frames.getFirst().timestampNs()).isEqualTo(5_500_000_000L);
        assertThat(frames.getFirst().data()).containsExactly(9, 8);
    }

    @Test
    void writtenCapturesReadBackEqual() throws IOException {
        List<Frame> frames = frames(resource(MIXED));
        ByteArrayOutputStream pcap = new ByteArrayOutputStream();
        ByteArrayOutputStream pcapng = new ByteArrayOutputStream();
        try (CaptureWriter classic = CaptureWriter.pcap(pcap, LinkType.ETHERNET, TimestampResolution.MICROSECONDS);
                CaptureWriter blocks =
                        CaptureWriter.pcapng(pcapng, LinkType.ETHERNET, TimestampResolution.NANOSECONDS)) {
            for (Frame frame : frames) {
                classic.write(frame);
                blocks.write(frame);
            }
        }
        assertThat(frames(pcap.toByteArray())).usingRecursiveComparison().isEqualTo(frames);
        assertThat(frames(pcapng.toByteArray())).usingRecursiveComparison().isEqualTo(frames);
    }

    @Test
    void anEmptyFileIsNoCapture() {
        assertThatThrownBy(() -> frames(new byte[0]))
                .isInstanceOf(MalformedCaptureException.class)
                .hasMessage("test.pcap: offset 0: empty file, expected a pcap or pcapng capture");
    }

    @Test
    void aForeignMagicIsNamed() {
        assertThatThrownBy(() -> frames("\177ELF....".getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(MalformedCaptureException.class)
                .hasMessage("test.pcap: offset 0: magic number 0x7f454c46,"
                        + " expected a pcap (0xa1b2c3d4, 0xa1b23c4d) or pcapng file");
    }

    @Test
    void aCutFrameSaysWhereAndHowMuchIsMissing() throws IOException {
        byte[] whole = resource(MIXED);
        byte[] cut = java.util.Arrays.copyOf(whole, 24 + 16 + 10);
        int captured = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(24 + 8);
        assertThatThrownBy(() -> frames(cut))
                .isInstanceOf(MalformedCaptureException.class)
                .hasMessage(
                        "test.pcap: offset 40: the file ends after 10 bytes, expected %d bytes of frame 1", captured);
    }

    @Test
    void anAbsurdLengthIsRefusedBeforeItIsAllocated() {
        ByteBuffer file = ByteBuffer.allocate(24 + 16).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65535)
                .putInt(1);
        file.putInt(0).putInt(0).putInt(-1).putInt(-1);
        assertThatThrownBy(() -> frames(file.array()))
                .hasMessage("test.pcap: offset 32: captured length 4294967295 of frame 1, expected at most 262144");
    }

    /**
     * Any bytes either read or are refused by name: 6,000 captures, each with up to eight bytes of a real one changed.
     */
    @ParameterizedTest
    @ValueSource(strings = {MIXED, "mixed.pcapng"})
    void mutatedCapturesNeverBreakTheReader(String capture) throws IOException {
        byte[] original = resource(capture);
        Random random = new Random(20_260);
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] mutated = java.util.Arrays.copyOf(
                    original, random.nextInt(4) == 0 ? random.nextInt(original.length) : original.length);
            for (int change = random.nextInt(8); change >= 0 && mutated.length > 0; change--) {
                mutated[random.nextInt(random.nextBoolean() ? Math.min(mutated.length, 256) : mutated.length)] =
                        (byte) random.nextInt();
            }
            try {
                frames(mutated);
            } catch (MalformedCaptureException e) {
                refused++;
                assertThat(e).hasMessageStartingWith("test.pcap: offset ");
            }
        }
        assertThat(refused).isBetween(500, 3_000);
    }
}
