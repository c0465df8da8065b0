package dev.skep.session;

import dev.skep.report.Records;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what programs write, however much it is: the bytes of each record in the order in which they came, the first in
 * memory, and from a size on in a temporary file. What they mean is found out when somebody looks at them. The file is
 * gone with the log or with the process, whichever goes first; where the system lets a file live without a name, it
 * never has one for long.
 *
 * <p>An entry is two numbers of 32 bits, the CPU and the size in bytes, and the bytes.
 */
final class RecordLog<T> {
    private static final int FIRST_BYTES = 1 << 10;
    private static final int MOST_BYTES = 1 << 20;
    private static final int HEADER_BYTES = 2 * Integer.BYTES;
    private static final int CHUNK_BYTES = 1 << 16;

    private final Form<T> form;
    private ByteBuffer tail = ByteBuffer.allocate(FIRST_BYTES);
    private @Nullable FileChannel file;
    private long fileBytes;
    private long count;

    /** What is shown of a record. */
    @FunctionalInterface
    interface Form<T> {
        T show(int cpu, byte[] bytes);
    }

    RecordLog(Form<T> form) {
        this.form = form;
    }

    /**
     * Keeps a record behind all others.
     *
     * @throws UncheckedIOException if there is no room for the temporary file
     */
    void add(int cpu, byte[] bytes) {
        int size = HEADER_BYTES + bytes.length;
        if (tail.remaining() < size) {
            makeRoom(size);
        }
        tail.putInt(cpu).putInt(bytes.length).put(bytes);
        count++;
    }

    private void makeRoom(int size) {
        long wanted = Math.max((long) tail.position() + size, 2L * tail.capacity());
        if (wanted <= MOST_BYTES) {
            tail = ByteBuffer.allocate((int) wanted).put(tail.flip());
            return;
        }
        try {
            FileChannel target = file;
            if (target == null) {
                target = open();
                file = target;
            }
            tail.flip();
            while (tail.hasRemaining()) {
                fileBytes += target.write(tail, fileBytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tail = ByteBuffer.allocate(Math.max(size, MOST_BYTES));
    }

    private static FileChannel open() throws IOException {
        Path path = Files.createTempFile("skep-records-", ".tmp");
        return FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Those that have come so far; nothing may be added while they are looked at. */
    Records<T> records() {
        long soFar = count;
        return new Records<>(soFar, () -> new Walk(soFar));
    }

    /** Reads from the file, then from memory. */
    private final class Walk implements Iterator<T> {
        private long left;
        private long filePosition;
        private final ByteBuffer rest = tail.duplicate().flip();
        private ByteBuffer chunk = ByteBuffer.allocate(0);

        Walk(long count) {
            this.left = count;
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public T next() {
            if (left == 0) {
                throw new NoSuchElementException();
            }
            left--;
            ByteBuffer header = here(HEADER_BYTES);
            int cpu = header.getInt();
            byte[] bytes = new byte[header.getInt()];
            here(bytes.length).get(bytes);
            return form.show(cpu, bytes);
        }

        /** A buffer that has so many bytes of the entry at hand; an entry lies whole in the file or in memory. */
        private ByteBuffer here(int size) {
            if (chunk.remaining() >= size) {
                return chunk;
            }
            FileChannel source = file;
            if (source == null || chunk.remaining() == 0 && filePosition == fileBytes) {
                return rest;
            }
            ByteBuffer more = ByteBuffer.allocate(Math.max(size, CHUNK_BYTES)).put(chunk);
            try {
                while (more.position() < size) {
                    int read = source.read(more, filePosition);
                    if (read < 0) {
                        throw new EOFException("the temporary file of records was cut short");
                    }
                    filePosition += read;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            chunk = more.flip();
            return chunk;
        }
    }
}
