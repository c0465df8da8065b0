package dev.skep.hostkernel;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * The {@code union bpf_attr} of one command while it is filled in: fields by their offset in bytes, and the memory that
 * its pointers lead to. In the machine's own byte order.
 */
final class Attributes implements AutoCloseable {
    /** Bytes of a name without the NUL: {@code BPF_OBJ_NAME_LEN - 1}. */
    private static final int NAME_LENGTH = 15;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment fields;

    /** All zeros. */
    Attributes(int sizeBytes) {
        fields = arena.allocate(sizeBytes, 8);
    }

    MemorySegment segment() {
        return fields;
    }

    Attributes put32(int offset, int value) {
        fields.set(JAVA_INT_UNALIGNED, offset, value);
        return this;
    }

    Attributes put64(int offset, long value) {
        fields.set(JAVA_LONG_UNALIGNED, offset, value);
        return this;
    }

    int get32(int offset) {
        return fields.get(JAVA_INT_UNALIGNED, offset);
    }

    /** A pointer to memory of its own; {@code null} pointers for no bytes. */
    Attributes putPointer(int offset, MemorySegment target) {
        return put64(offset, target.byteSize() == 0 ? 0 : target.address());
    }

    /** A pointer to a copy of the bytes, with the copy. */
    MemorySegment putBytes(int offset, byte[] bytes) {
        MemorySegment copy = buffer(bytes.length);
        copy.copyFrom(MemorySegment.ofArray(bytes));
        putPointer(offset, copy);
        return copy;
    }

    /** A pointer to a text that ends with NUL. */
    Attributes putText(int offset, String text) {
        return put64(offset, arena.allocateFrom(text, StandardCharsets.UTF_8).address());
    }

    /** A name of an object: what the kernel would refuse becomes an underscore, what is too long is cut. */
    Attributes putName(int offset, String name) {
        int length = Math.min(name.length(), NAME_LENGTH);
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            boolean allowed = c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '.');
            fields.set(ValueLayout.JAVA_BYTE, offset + i, (byte) (allowed ? c : '_'));
        }
        return this;
    }

    /** Zeroed memory that lives as long as the attributes. */
    MemorySegment buffer(long sizeBytes) {
        return sizeBytes == 0 ? MemorySegment.NULL : arena.allocate(sizeBytes, 8);
    }

    /** The text in a buffer, up to its NUL. */
    static String text(MemorySegment buffer) {
        byte[] bytes = buffer.toArray(ValueLayout.JAVA_BYTE);
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        arena.close();
    }
}
