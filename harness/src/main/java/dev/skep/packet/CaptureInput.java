package dev.skep.packet;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The bytes of a capture file with their position, in whichever byte order the file turns out to have. */
final class CaptureInput implements Closeable {
    private final String name;
    private final InputStream stream;
    private long position;

    CaptureInput(String name, InputStream stream) {
        this.name = name;
        this.stream = stream;
    }

    long position() {
        return position;
    }

    /** The first four bytes, read big-endian. */
    int readMagic() throws IOException {
        ByteBuffer magic = readOrEnd(4, ByteOrder.BIG_ENDIAN, "magic number");
        if (magic == null) {
            throw malformed(0, "empty file, expected a pcap or pcapng capture");
        }
        return magic.getInt(0);
    }

    /** Reads exactly {@code size} bytes. */
    ByteBuffer read(int size, ByteOrder order, String what) throws IOException {
        ByteBuffer bytes = readOrEnd(size, order, what);
        if (bytes == null && size > 0) {
            throw malformed(position, "the file ends, expected %d bytes of %s", size, what);
        }
        return bytes == null ? ByteBuffer.allocate(0) : bytes;
    }

    /** Reads exactly {@code size} bytes, or gives null where the file ends just here. */
    @Nullable
    ByteBuffer readOrEnd(int size, ByteOrder order, String what) throws IOException {
        byte[] bytes = stream.readNBytes(size);
        if (bytes.length == 0 && size > 0) {
            return null;
        }
        if (bytes.length < size) {
            throw malformed(
                    position, "the file ends after %d bytes, expected %d bytes of %s", bytes.length, size, what);
        }
        position += size;
        return ByteBuffer.wrap(bytes).order(order);
    }

    void skip(long size, String what) throws IOException {
        try {
            stream.skipNBytes(size);
        } catch (EOFException e) {
            throw malformed(position, "the file ends, expected %d bytes of %s", size, what);
        }
        position += size;
    }

    MalformedCaptureException malformed(long offset, String problem, Object... details) {
        return new MalformedCaptureException(name, offset, String.format(Locale.ROOT, problem, details));
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
