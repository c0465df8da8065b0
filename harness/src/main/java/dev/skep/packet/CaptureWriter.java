package dev.skep.packet;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Writes frames to a capture, little-endian on every machine so that equal frames give equal files: pcapng where the
 * file's name ends in {@code .pcapng}, else classic pcap.
 */
public final class CaptureWriter implements AutoCloseable {
    private static final int OPTION_TIMESTAMP_RESOLUTION = 9;

    private final OutputStream stream;
    private final TimestampResolution resolution;
    private final boolean pcapng;

    private CaptureWriter(OutputStream stream, TimestampResolution resolution, boolean pcapng) {
        this.stream = stream;
        this.resolution = resolution;
        this.pcapng = pcapng;
    }

    /** Creates the file, or empties it, and writes its header. */
    public static CaptureWriter create(Path file, LinkType linkType, TimestampResolution resolution)
            throws IOException {
        boolean pcapng = file.toString().toLowerCase(Locale.ROOT).endsWith(".pcapng");
        return open(new BufferedOutputStream(Files.newOutputStream(file)), linkType, resolution, pcapng);
    }

    /** Writes classic pcap to a stream, which the writer closes. */
    public static CaptureWriter pcap(OutputStream stream, LinkType linkType, TimestampResolution resolution)
            throws IOException {
        return open(stream, linkType, resolution, false);
    }

    /** Writes pcapng to a stream, which the writer closes. */
    public static CaptureWriter pcapng(OutputStream stream, LinkType linkType, TimestampResolution resolution)
            throws IOException {
        return open(stream, linkType, resolution, true);
    }

    private static CaptureWriter open(
            OutputStream stream, LinkType linkType, TimestampResolution resolution, boolean pcapng) throws IOException {
        CaptureWriter writer = new CaptureWriter(stream, resolution, pcapng);
        if (pcapng) {
            writer.writeSection(linkType);
        } else {
            writer.writeHeader(linkType);
        }
        return writer;
    }

    private void writeHeader(LinkType linkType) throws IOException {
        int magic = resolution == TimestampResolution.NANOSECONDS
                ? PcapReader.MAGIC_NANOSECONDS
                : PcapReader.MAGIC_MICROSECONDS;
        stream.write(little(24)
                .putInt(magic)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(CaptureReader.MAX_FRAME_BYTES)
                .putInt(linkType.number())
                .array());
    }

    private void writeSection(LinkType linkType) throws IOException {
        stream.write(little(28)
                .putInt(PcapngReader.SECTION_HEADER)
                .putInt(28)
                .putInt(0x1a2b3c4d)
                .putShort((short) 1)
                .putShort((short) 0)
                .putLong(-1)
                .putInt(28)
                .array());
        stream.write(little(32)
                .putInt(1)
                .putInt(32)
                .putShort((short) linkType.number())
                .putShort((short) 0)
                .putInt(CaptureReader.MAX_FRAME_BYTES)
                .putShort((short) OPTION_TIMESTAMP_RESOLUTION)
                .putShort((short) 1)
                .put((byte) (resolution == TimestampResolution.NANOSECONDS ? 9 : 6))
                .put(new byte[3])
                .putInt(0)
                .putInt(32)
                .array());
    }

    /** Appends a frame; its number is not written, since the position says it. */
    public void write(Frame frame) throws IOException {
        if (pcapng) {
            writeEnhancedPacket(frame);
            return;
        }
        long seconds = Math.floorDiv(frame.timestampNs(), 1_000_000_000L);
        long fraction = Math.floorMod(frame.timestampNs(), 1_000_000_000L) / resolution.unitNs();
        stream.write(little(16)
                .putInt((int) seconds)
                .putInt((int) fraction)
                .putInt(frame.data().length)
                .putInt(frame.originalLength())
                .array());
        stream.write(frame.data());
    }

    private void writeEnhancedPacket(Frame frame) throws IOException {
        int padded = frame.data().length + 3 & ~3;
        int length = 32 + padded;
        long units = frame.timestampNs() / resolution.unitNs();
        ByteBuffer block = little(length)
                .putInt(6)
                .putInt(length)
                .putInt(0)
                .putInt((int) (units >>> 32))
                .putInt((int) units)
                .putInt(frame.data().length)
                .putInt(frame.originalLength())
                .put(frame.data());
        stream.write(block.putInt(length - 4, length).array());
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
