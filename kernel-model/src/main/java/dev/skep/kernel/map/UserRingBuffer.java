package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EAGAIN;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENODATA;
import static dev.skep.kernel.Errno.ENOSPC;
import static dev.skep.kernel.Errno.ENOTSUPP;

import dev.skep.kernel.KernelException;

/**
 * BPF_MAP_TYPE_USER_RINGBUF: user space produces, programs drain. Laid out as a {@link RingBuffer}. Counterparts:
 * {@code bpf_user_ringbuf_drain} in {@code kernel/bpf/ringbuf.c}; for the producer, libbpf's
 * {@code user_ring_buffer__reserve}.
 */
public final class UserRingBuffer extends BpfMap {
    /** Samples that one drain takes at most. */
    public static final int MOST_SAMPLES = 128 * 1024;

    private static final int PAGE = 4096;
    private static final int LARGEST_DYNPTR = (1 << 24) - 1;

    private final long data;
    private final long mask;
    private long consumed;
    private long produced;
    private long sample;
    private int sampleSize;
    private boolean draining;

    UserRingBuffer(MapCreation creation) {
        RingBuffer.check(creation);
        super(creation);
        mask = maxEntries - 1;
        data = memory.allocate(2 * maxEntries, PAGE, "user ring buffer " + name());
    }

    /**
     * What user space does to hand over a sample.
     *
     * @throws KernelException E2BIG when it can never fit, ENOSPC when it does not fit now
     */
    public void submit(byte[] bytes) {
        long length = roundUp(bytes.length);
        if (length > maxEntries) {
            throw new KernelException(E2BIG, "map " + name() + ": sample of " + bytes.length + " bytes");
        }
        if (length > maxEntries - (produced - consumed)) {
            throw new KernelException(ENOSPC, "map " + name() + ": sample of " + bytes.length + " bytes");
        }
        long header = data + (produced & mask);
        memory.writeInt(header, bytes.length);
        memory.writeInt(header + 4, 0);
        memory.write(header + RingBuffer.HEADER, bytes);
        produced += length;
    }

    /**
     * What user space may also do to the memory that it shares with the kernel: leave any bytes at the start of the
     * data, and say that it produced up to this position.
     */
    public void write(byte[] bytes, long position) {
        memory.write(data, bytes, 0, (int) Math.min(bytes.length, maxEntries));
        produced = position;
    }

    /** Up to where programs have taken samples: bytes since the beginning. */
    public long consumerPosition() {
        return consumed;
    }

    /** Begins a drain; {@code false} while another one goes on, which a program sees as EBUSY. */
    public boolean begin() {
        if (draining) {
            return false;
        }
        draining = true;
        return true;
    }

    /** Ends the drain. */
    public void end() {
        draining = false;
    }

    /**
     * Looks at the next sample.
     *
     * @return 0 when there is one, ENODATA at the end, EAGAIN for one that was discarded and is to be skipped; EINVAL
     *     or E2BIG when user space wrote nonsense
     */
    public int peek() {
        if (produced % 8 != 0) {
            return EINVAL.result();
        }
        if (Long.compareUnsigned(consumed, produced) >= 0) {
            return ENODATA.result();
        }
        long header = data + (consumed & mask);
        int word = memory.readInt(header);
        int size = word & ~(RingBuffer.BUSY | RingBuffer.DISCARDED);
        long length = roundUp(size);
        if (Long.compareUnsigned(length, produced - consumed) > 0) {
            return EINVAL.result();
        }
        if (length > maxEntries || size > LARGEST_DYNPTR) {
            return E2BIG.result();
        }
        if ((word & RingBuffer.DISCARDED) != 0) {
            consumed += length;
            return EAGAIN.result();
        }
        if ((word & RingBuffer.BUSY) != 0) {
            return ENODATA.result();
        }
        sample = header + RingBuffer.HEADER;
        sampleSize = size;
        return 0;
    }

    /** Address of the bytes that {@link #peek} found. */
    public long sample() {
        return sample;
    }

    /** How many bytes {@link #peek} found. */
    public int sampleSize() {
        return sampleSize;
    }

    /** Is done with the sample that {@link #peek} found. */
    public void release() {
        consumed += roundUp(sampleSize);
    }

    private static long roundUp(long size) {
        return (size + RingBuffer.HEADER + 7) & -8;
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
