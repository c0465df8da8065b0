package dev.skep.recording;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/** The bytes of a perf.data file, or of the stream that perf writes into a pipe, with their positions. */
final class PerfFile implements Closeable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final @Nullable SeekableByteChannel channel;
    private InputStream stream;
    private long position;
    private long end = Long.MAX_VALUE;

    private PerfFile(@Nullable SeekableByteChannel channel, InputStream stream) {
        this.channel = channel;
        this.stream = stream;
    }

    /** A stream that is read from its beginning to its end. */
    static PerfFile of(InputStream stream) {
        return new PerfFile(null, new BufferedInputStream(stream, BUFFER_BYTES));
    }

    /** A file, in which one can go to a place. */
    static PerfFile of(SeekableByteChannel channel) {
        return new PerfFile(channel, new BufferedInputStream(Channels.newInputStream(channel), BUFFER_BYTES));
    }

    boolean canSeek() {
        return channel != null;
    }

    /** The size of a file; of a stream, nobody knows. */
    long size() throws IOException {
        return channel == null ? Long.MAX_VALUE : channel.size();
    }

    long position() {
        return position;
    }

    /** From now on reads this part of the file only. */
    void goTo(long from, long length) throws IOException {
        if (channel == null) {
            throw new IllegalStateException("a stream has no other places");
        }
        channel.position(from);
        stream = new BufferedInputStream(Channels.newInputStream(channel), BUFFER_BYTES);
        position = from;
        end = from + length;
    }

    /** Up to so many bytes: fewer where the file ends. */
    byte[] read(int count) throws IOException {
        byte[] bytes = stream.readNBytes((int) Math.min(count, end - position));
        position += bytes.length;
        return bytes;
    }

    /** Fills the rest of an array; gives how much of it is filled then. */
    int fill(byte[] bytes, int from) throws IOException {
        int most = (int) Math.min(bytes.length - from, end - position);
        int count = stream.readNBytes(bytes, from, most);
        position += count;
        return from + count;
    }

    /** Bytes of another place of the file; those that are read in order come afterwards from where they would. */
    byte[] readAt(long from, int count) throws IOException {
        if (channel == null) {
            throw new IllegalStateException("a stream has no other places");
        }
        ByteBuffer bytes = ByteBuffer.allocate(count);
        channel.position(from);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // until it is full
        }
        byte[] read = new byte[bytes.position()];
        bytes.flip().get(read);
        return read;
    }

    @Override
    public void close() throws IOException {
        stream.close();
        if (channel != null) {
            channel.close();
        }
    }
}
