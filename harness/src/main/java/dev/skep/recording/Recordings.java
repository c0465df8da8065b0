package dev.skep.recording;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens recordings; which format one has is told from its first bytes, never from its name. */
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
            return new PerfDataReader(name, PerfFile.of(channel), strictness);
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
        return new PerfDataReader(name, PerfFile.of(stream), strictness);
    }
}
