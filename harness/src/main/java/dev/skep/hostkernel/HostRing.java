package dev.skep.hostkernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.kernel.map.MapType;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * The consumer's side of a ring buffer, in memory shared with the kernel.
 *
 * <pre>
 *   page 0      position of the consumer, which this side writes
 *   page 1      position of the producer
 *   pages 2...  the data, twice in a row, so that a record that wraps around is in one piece
 *
 *   record      u32 length (bit 31: not finished, bit 30: discarded), u32 page, bytes, padding to 8
 * </pre>
 */
public final class HostRing implements AutoCloseable {
    private static final int PAGE = 4096;
    private static final int BUSY = 1 << 31;
    private static final int DISCARDED = 1 << 30;
    private static final int HEADER = 8;
    private static final VarHandle INT = JAVA_INT.varHandle();
    private static final VarHandle LONG = JAVA_LONG.varHandle();

    private final HostKernel kernel;
    private final long size;
    private final MemorySegment consumer;
    private final MemorySegment producer;

    private HostRing(HostMap map) {
        kernel = map.kernel;
        size = map.spec().entries();
        consumer = kernel.share(map, 0, PAGE, CLibrary.WRITABLE);
        producer = kernel.share(map, PAGE, PAGE + 2 * size, CLibrary.READABLE);
    }

    /** The ring of a map of type {@code RINGBUF}. */
    public static HostRing of(HostMap map) {
        if (map.spec().type() != MapType.RINGBUF) {
            throw new IllegalArgumentException("map " + map.spec().name() + " is no ring buffer");
        }
        return new HostRing(map);
    }

    /** Takes out all finished records, the oldest first; discarded ones are left out. */
    public List<byte[]> take() {
        List<byte[]> records = new ArrayList<>();
        long position = (long) LONG.getAcquire(consumer, 0L);
        long end = (long) LONG.getAcquire(producer, 0L);
        while (position < end) {
            long at = PAGE + (position & (size - 1));
            int header = (int) INT.getAcquire(producer, at);
            if ((header & BUSY) != 0) {
                break;
            }
            int length = header & ~DISCARDED;
            if ((header & DISCARDED) == 0) {
                records.add(producer.asSlice(at + HEADER, length).toArray(JAVA_BYTE));
            }
            position += (length + HEADER + 7L) & -8L;
        }
        LONG.setRelease(consumer, 0L, position);
        return records;
    }

    @Override
    public void close() {
        kernel.unshare(producer);
        kernel.unshare(consumer);
    }
}
