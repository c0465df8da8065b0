package dev.skep.packet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The classic format: a file header, then records.
 *
 * <pre>
 *   header  magic(4) major(2) minor(2) reserved(8) snaplen(4) linktype(4)
 *   record  seconds(4) fraction(4) captured(4) original(4) data(captured)
 * </pre>
 */
final class PcapReader implements CaptureReader {
    static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
    static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
    private static final int HEADER_BYTES_AFTER_MAGIC = 20;
    private static final int RECORD_HEADER_BYTES = 16;

    private final CaptureInput input;
    private final ByteOrder order;
    private final TimestampResolution resolution;
    private final LinkType linkType;
    private long frames;

    PcapReader(CaptureInput input, int magic) throws IOException {
        this.input = input;
        int swapped = Integer.reverseBytes(magic);
        this.order = isMagic(magic) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        if (!isMagic(magic) && !isMagic(swapped)) {
            throw input.malformed(
                    0, "magic number 0x%08x, expected a pcap (0xa1b2c3d4, 0xa1b23c4d) or pcapng file", magic);
        }
        boolean nanoseconds = magic == MAGIC_NANOSECONDS || swapped == MAGIC_NANOSECONDS;
        this.resolution = nanoseconds ? TimestampResolution.NANOSECONDS : TimestampResolution.MICROSECONDS;
        ByteBuffer header = input.read(HEADER_BYTES_AFTER_MAGIC, order, "file header");
        int major = header.getShort(0) & 0xffff;
        if (major != 2) {
            throw input.malformed(4, "pcap version %d, expected 2", major);
        }
        // The upper bits hold the length of a frame check sequence, which programs never see.
        this.linkType = new LinkType(header.getInt(16) & 0xffff);
    }

    private static boolean isMagic(int magic) {
        return magic == MAGIC_MICROSECONDS || magic == MAGIC_NANOSECONDS;
    }

    @Override
    public @Nullable Frame next() throws IOException {
        long start = input.position();
        ByteBuffer header = input.readOrEnd(RECORD_HEADER_BYTES, order, "record header");
        if (header == null) {
            return null;
        }
        long seconds = Integer.toUnsignedLong(header.getInt(0));
        long fraction = Integer.toUnsignedLong(header.getInt(4));
        long captured = Integer.toUnsignedLong(header.getInt(8));
        if (captured > MAX_FRAME_BYTES) {
            throw input.malformed(
                    start + 8,
                    "captured length %d of frame %d, expected at most %d",
                    captured,
                    frames + 1,
                    MAX_FRAME_BYTES);
        }
        byte[] data = input.read((int) captured, order, "frame " + (frames + 1)).array();
        frames++;
        return new Frame(frames, seconds * 1_000_000_000L + fraction * resolution.unitNs(), header.getInt(12), data);
    }

    @Override
    public LinkType linkType() {
        return linkType;
    }

    @Override
    public TimestampResolution resolution() {
        return resolution;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
