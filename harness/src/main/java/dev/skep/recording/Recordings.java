package dev.skep.recording;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Opens recordings: what perf writes, JSON lines, and the text of perf script. Which format one has is told from its
 * first bytes, never from its name.
 */
public final class Recordings {
    private static final int TELLING_BYTES = 8;

    private Recordings() {}

    /**
     * Opens a file.
     *
     * @throws MalformedRecordingException if it is no recording
     */
    public static RecordingReader open(Path path, Strictness strictness) throws IOException {
        return open(path.getFileName() + "", Files.newByteChannel(path), strictness);
    }

    /**
     * Opens what is in memory.
     *
     * @param name what messages call it
     * @throws MalformedRecordingException if it is no recording
     */
    public static RecordingReader open(String name, byte[] bytes, Strictness strictness) throws IOException {
        return open(name, new MemoryChannel(bytes), strictness);
    }

    private static RecordingReader open(String name, SeekableByteChannel channel, Strictness strictness)
            throws IOException {
        try {
            ByteBuffer first = ByteBuffer.allocate(TELLING_BYTES);
            int count = Math.max(0, channel.read(first));
            channel.position(0);
            byte[] start = Arrays.copyOf(first.array(), count);
            return isText(start)
                    ? lines(name, Channels.newInputStream(channel), start, strictness)
                    : new PerfDataReader(name, PerfFile.of(channel), strictness);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Opens what comes through a pipe.
     *
     * @param name what messages call it
     * @throws MalformedRecordingException if it is no recording
     */
    public static RecordingReader open(String name, InputStream stream, Strictness strictness) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(stream, 1 << 16);
        buffered.mark(TELLING_BYTES);
        byte[] start = buffered.readNBytes(TELLING_BYTES);
        buffered.reset();
        return isText(start)
                ? lines(name, buffered, start, strictness)
                : new PerfDataReader(name, PerfFile.of(buffered), strictness);
    }

    private static RecordingReader lines(String name, InputStream stream, byte[] start, Strictness strictness)
            throws IOException {
        return start[0] == '{'
                ? new EventLinesReader(name, stream, strictness)
                : new PerfScriptReader(name, stream, strictness);
    }

    /** Whether a recording begins as a text does, and not with the magic number of perf, in whichever order. */
    private static boolean isText(byte[] start) {
        boolean magic = start.length == TELLING_BYTES
                && (Bytes.u64(start, 0) == PerfHeader.MAGIC
                        || Long.reverseBytes(Bytes.u64(start, 0)) == PerfHeader.MAGIC);
        if (magic || start.length == 0) {
            return false;
        }
        for (byte each : start) {
            if (each >= 0 && each < ' ' && each != '\t' && each != '\n' && each != '\r') {
                return false;
            }
        }
        return true;
    }
}
