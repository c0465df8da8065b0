package dev.skep.recording;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens recordings: what perf writes, and JSON lines. Which format one has is told from its first byte, never from its
 * name.
 */
public final class Recordings {
    private Recordings() {}

    /**
     * Opens a file.
     *
     * @throws MalformedRecordingException if it is no recording
     */
    public static RecordingReader open(Path path, Strictness strictness) throws IOException {
        String name = path.getFileName() + "";
        SeekableByteChannel channel = Files.newByteChannel(path);
        try {
            ByteBuffer first = ByteBuffer.allocate(1);
            boolean lines = channel.read(first) == 1 && first.get(0) == '{';
            channel.position(0);
            return lines
                    ? new EventLinesReader(name, Channels.newInputStream(channel), strictness)
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
        buffered.mark(1);
        boolean lines = buffered.read() == '{';
        buffered.reset();
        return lines
                ? new EventLinesReader(name, buffered, strictness)
                : new PerfDataReader(name, PerfFile.of(buffered), strictness);
    }
}
