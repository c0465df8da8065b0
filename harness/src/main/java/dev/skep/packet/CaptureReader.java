package dev.skep.packet;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of a capture one after the other, so that a capture of any length takes the memory of one frame. The
 * format is told from the file's first bytes, never from its name.
 */
public sealed interface CaptureReader extends AutoCloseable permits PcapReader, PcapngReader {
    /** The longest frame that libpcap's tools write or accept (MAXIMUM_SNAPLEN). */
    int MAX_FRAME_BYTES = 262_144;

    /**
     * The next frame, or null at the end of the capture.
     *
     * @throws MalformedCaptureException where the file breaks its format
     * @throws IOException where the file cannot be read
     */
    @Nullable
    Frame next() throws IOException;

    /** The link layer of the frame that {@link #next} gave last; before the first frame, of those to come. */
    LinkType linkType();

    /** The finest resolution that the frames read so far were recorded with. */
    TimestampResolution resolution();

    @Override
    void close() throws IOException;

    /**
     * Opens a capture in pcap (either byte order, micro- or nanoseconds) or pcapng format.
     *
     * @throws MalformedCaptureException when it is neither, or its header is broken
     */
    static CaptureReader open(Path file) throws IOException {
        return open(file.getFileName() + "", new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    }

    /**
     * Opens a capture that comes from a stream, which the reader closes.
     *
     * @param name what messages call the capture
     */
    static CaptureReader open(String name, InputStream stream) throws IOException {
        CaptureInput input = new CaptureInput(name, stream);
        try {
            int magic = input.readMagic();
            return magic == PcapngReader.SECTION_HEADER ? new PcapngReader(input) : new PcapReader(input, magic);
        } catch (IOException | RuntimeException e) {
            input.close();
            throw e;
        }
    }
}
