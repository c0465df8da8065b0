package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.EAGAIN;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOTSUPP;

import dev.skep.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * BPF_MAP_TYPE_RINGBUF: records of any size from all CPUs in one order, reserved, filled, then submitted or discarded.
 * Counterpart: {@code kernel/bpf/ringbuf.c}.
 *
 * <pre>
 *   header page | consumer page | producer page | data, max_entries bytes | room for a record that begins before the end of data
 *
 *   record:  length, 31 busy, 30 discarded | pages from the header page | bytes, rounded up to 8
 *            '---------- 4 bytes ---------' '------- 4 bytes ---------'
 * </pre>
 *
 * The kernel maps its data twice in a row so that every record is in one piece; here the second half is memory of its
 * own, which only the end of a record ever uses. Positions count bytes since the beginning and never wrap.
 */
public final class RingBuffer extends BpfMap {
    /** {@code bpf_ringbuf_query}: bytes that were not consumed yet. */
    public static final long AVAIL_DATA = 0;

    public static final long RING_SIZE = 1;
    public static final long CONS_POS = 2;
    public static final long PROD_POS = 3;

    /** Flags of submit, discard and output. */
    public static final long NO_WAKEUP = 1;

    public static final long FORCE_WAKEUP = 2;

    static final int BUSY = 1 << 31;
    static final int DISCARDED = 1 << 30;
    static final int HEADER = 8;

    private static final int PAGE = 4096;
    private static final int DATA_OFFSET = 3 * PAGE;
    private static final long LARGEST_RECORD = 0xffff_ffffL / 4;

    private final long start;
    private final long data;
    private final long mask;
    private long consumed;
    private long produced;
    private long pending;

    RingBuffer(MapCreation creation) {
        check(creation);
        super(creation);
        mask = maxEntries - 1;
        start = memory.allocate(DATA_OFFSET + 2 * maxEntries, PAGE, "ring buffer " + name());
        data = start + DATA_OFFSET;
        memory.writeInt(start, id());
    }

    static void check(MapCreation creation) {
        MapSpec spec = creation.spec();
        creation.requireFlags(MapFlags.NUMA_NODE);
        creation.require(spec.keySize() == 0, EINVAL, "key_size " + spec.keySize() + ", expected 0");
        creation.require(spec.valueSize() == 0, EINVAL, "value_size " + spec.valueSize() + ", expected 0");
        creation.require(
                Integer.bitCount(spec.maxEntries()) == 1 && spec.entries() % PAGE == 0,
                EINVAL,
                "max_entries " + spec.entries() + ", expected bytes: a power of two and whole pages");
    }

    /** The ring buffer that the record whose bytes begin here was reserved in, or {@code null}. */
    public static @Nullable RingBuffer ofRecord(Kernel kernel, long record) {
        long header = record - HEADER;
        if (!kernel.memory().contains(header, HEADER)) {
            return null;
        }
        long pages = Integer.toUnsignedLong(kernel.memory().readInt(header + 4));
        long start = (header & -PAGE) - pages * PAGE;
        if (!kernel.memory().contains(start, 4)) {
            return null;
        }
        return kernel.maps().byId(kernel.memory().readInt(start)) instanceof RingBuffer ring && ring.start == start
                ? ring
                : null;
    }

    /** {@code bpf_ringbuf_reserve}: the address of so many bytes, or 0 when they do not fit. */
    public long reserve(long size) {
        if (Long.compareUnsigned(size, LARGEST_RECORD) > 0) {
            return 0;
        }
        long length = roundUp(size);
        if (length > maxEntries) {
            return 0;
        }
        skipCommitted();
        long end = produced + length;
        if (end - consumed > mask || end - pending > mask) {
            return 0;
        }
        long header = data + (produced & mask);
        memory.writeInt(header, (int) size | BUSY);
        memory.writeInt(header + 4, (int) ((header - start) / PAGE));
        memory.markUninitialised(header + HEADER, length - HEADER);
        produced = end;
        return header + HEADER;
    }

    /** Moves {@code pending} to the oldest record that is still being written. */
    private void skipCommitted() {
        while (produced - pending > 0) {
            int length = memory.readInt(data + (pending & mask));
            if ((length & BUSY) != 0) {
                return;
            }
            pending += roundUp(length & ~DISCARDED);
        }
    }

    private static long roundUp(long size) {
        return (size + HEADER + 7) & -8;
    }

    /**
     * {@code bpf_ringbuf_submit}: consumers may see the record. Nobody sleeps here, so the flags about waking change
     * nothing.
     */
    public void submit(long record, long flags) {
        commit(record, 0);
    }

    /** {@code bpf_ringbuf_discard}: consumers skip the record. */
    public void discard(long record, long flags) {
        commit(record, DISCARDED);
    }

    private void commit(long record, int bits) {
        long header = record - HEADER;
        memory.writeInt(header, (memory.readInt(header) ^ BUSY) | bits);
    }

    /** {@code bpf_ringbuf_output}: copies a whole record; EAGAIN when it does not fit, EINVAL for unknown flags. */
    public int output(long bytes, long size, long flags) {
        if ((flags & ~(NO_WAKEUP | FORCE_WAKEUP)) != 0) {
            return EINVAL.result();
        }
        long record = reserve(size);
        if (record == 0) {
            return EAGAIN.result();
        }
        memory.copy(bytes, record, size);
        submit(record, flags);
        return 0;
    }

    /** {@code bpf_ringbuf_query}. */
    public long query(long what) {
        if (what == AVAIL_DATA) {
            return produced - consumed;
        }
        if (what == RING_SIZE) {
            return maxEntries;
        }
        if (what == CONS_POS) {
            return consumed;
        }
        return what == PROD_POS ? produced : 0;
    }

    /** Where the data begins. */
    long data() {
        return data;
    }

    /** What a consumer does who has read up to this position. */
    void consumeTo(long position) {
        consumed = position;
    }

    /**
     * What a consumer in user space finds: the submitted records up to the first that is still being written. They are
     * then gone.
     */
    public List<byte[]> consume() {
        List<byte[]> records = new ArrayList<>();
        while (consumed < produced) {
            long header = data + (consumed & mask);
            int length = memory.readInt(header);
            if ((length & BUSY) != 0) {
                break;
            }
            int size = length & ~DISCARDED;
            if ((length & DISCARDED) == 0) {
                records.add(memory.bytes(header + HEADER, size));
            }
            consumed += roundUp(size);
        }
        return records;
    }

    @Override
    public int update(int cpu, long key, long value, long flags) {
        return ENOTSUPP.result();
    }

    @Override
    public int delete(int cpu, long key) {
        return ENOTSUPP.result();
    }

    @Override
    int copyToUser(long key, long value, long flags) {
        return ENOTSUPP.result();
    }
}
