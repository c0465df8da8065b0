package dev.skep.kernel.memory;

import com.oracle.truffle.api.memory.ByteArraySupport;
import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The host memory behind the region, by offset from its beginning; little-endian, and checked at each access.
 *
 * <p>Where it is small it is an array: compiled code then reaches it with the offset of an instruction as part of the
 * machine's address, and the compiler has little to look through. What is large is left out of the host's heap.
 */
final class HostMemory {
    private static final long LARGEST_ARRAY = 256 << 20;
    /** An array has at most this part of the host's heap. */
    private static final int PART_OF_HEAP = 4;

    private static final ByteArraySupport BYTES = ByteArraySupport.littleEndian();

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static {
        // A layout makes its handle at the first access. The compiler must find it made: it cannot follow how that is
        // done.
        Stream.of(BYTE, SHORT, INT, LONG).forEach(ValueLayout::varHandle);
    }

    private final byte @Nullable [] array;
    private final MemorySegment segment;

    private HostMemory(byte @Nullable [] array, MemorySegment segment) {
        this.array = array;
        this.segment = segment;
    }

    /**
     * So many bytes, zeroed.
     *
     * @throws KernelException ENOMEM where the host has no more
     */
    static HostMemory reserve(long size) {
        if (size <= Math.min(LARGEST_ARRAY, Runtime.getRuntime().maxMemory() / PART_OF_HEAP)) {
            byte[] array = new byte[(int) size];
            return new HostMemory(array, MemorySegment.ofArray(array));
        }
        try {
            return new HostMemory(null, Arena.ofAuto().allocate(size, AddressSpace.PAGE_SIZE));
        } catch (OutOfMemoryError hostIsFull) {
            throw new KernelException(
                    Errno.ENOMEM, "simulated memory of " + size + " bytes, which the host does not have");
        }
    }

    /** The same memory, for what takes many bytes at once. */
    MemorySegment segment() {
        return segment;
    }

    byte byteAt(long offset) {
        return array != null ? BYTES.getByte(array, offset) : segment.get(BYTE, offset);
    }

    short shortAt(long offset) {
        return array != null ? BYTES.getShort(array, offset) : segment.get(SHORT, offset);
    }

    int intAt(long offset) {
        return array != null ? BYTES.getInt(array, offset) : segment.get(INT, offset);
    }

    long longAt(long offset) {
        return array != null ? BYTES.getLong(array, offset) : segment.get(LONG, offset);
    }

    void setByteAt(long offset, byte value) {
        if (array != null) {
            BYTES.putByte(array, offset, value);
        } else {
            segment.set(BYTE, offset, value);
        }
    }

    void setShortAt(long offset, short value) {
        if (array != null) {
            BYTES.putShort(array, offset, value);
        } else {
            segment.set(SHORT, offset, value);
        }
    }

    void setIntAt(long offset, int value) {
        if (array != null) {
            BYTES.putInt(array, offset, value);
        } else {
            segment.set(INT, offset, value);
        }
    }

    void setLongAt(long offset, long value) {
        if (array != null) {
            BYTES.putLong(array, offset, value);
        } else {
            segment.set(LONG, offset, value);
        }
    }
}
