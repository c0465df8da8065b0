package dev.skep.kernel.trace;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.KernelOops;
import dev.skep.kernel.memory.AddressSpace;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * The files that somebody reads from iterators. A program knows one by the address of its {@code struct seq_file} and
 * writes to its buffer, which whoever runs the iterator empties. Counterpart: {@code fs/seq_file.c}.
 */
public final class SeqFiles {
    /** {@code sizeof(struct seq_file)}; nothing in it is filled in. */
    private static final int STRUCT_BYTES = 120;

    /** What an iterator may write for one object: {@code PAGE_SIZE << 3}. */
    public static final int BUFFER_BYTES = AddressSpace.PAGE_SIZE << 3;

    private final AddressSpace memory;
    private final Map<Long, ByteArrayOutputStream> buffers = new HashMap<>();

    public SeqFiles(AddressSpace memory) {
        this.memory = memory;
    }

    /** A new file: the address of its {@code struct seq_file}. */
    public long open() {
        long address = memory.allocate(STRUCT_BYTES, Long.BYTES, "struct seq_file");
        buffers.put(address, new ByteArrayOutputStream());
        return address;
    }

    /** Nobody reads this file any more. */
    public void close(long file) {
        if (buffers.remove(file) != null) {
            memory.free(file);
        }
    }

    /** Writes to a file; false, and nothing is written, when its buffer has no room for all of it. */
    @TruffleBoundary
    public boolean write(long file, byte[] bytes) {
        ByteArrayOutputStream buffer = buffer(file);
        if (buffer.size() + bytes.length > BUFFER_BYTES) {
            return false;
        }
        buffer.writeBytes(bytes);
        return true;
    }

    /** Takes everything out that was written since the last time. */
    public byte[] take(long file) {
        ByteArrayOutputStream buffer = buffer(file);
        byte[] bytes = buffer.toByteArray();
        buffer.reset();
        return bytes;
    }

    private ByteArrayOutputStream buffer(long file) {
        ByteArrayOutputStream buffer = buffers.get(file);
        if (buffer == null) {
            throw new KernelOops("write to a seq_file that nobody has opened");
        }
        return buffer;
    }
}
