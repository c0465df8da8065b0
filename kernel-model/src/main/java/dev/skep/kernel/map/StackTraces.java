package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EEXIST;
import static dev.skep.kernel.Errno.EFAULT;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;
import static dev.skep.kernel.Errno.ENOMEM;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.KernelOops;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * BPF_MAP_TYPE_STACK_TRACE: stack traces by an id that follows from their contents. Counterpart:
 * {@code kernel/bpf/stackmap.c}.
 *
 * <p>A trace is stored in the bucket that its hash names; the number of the bucket is its id.
 */
public final class StackTraces extends BpfMap {
    /** {@code sysctl_perf_event_max_stack}. */
    public static final int MAX_DEPTH = 127;

    /** Flags of {@link #id}: frames to leave out, and what to do about buckets that are taken. */
    public static final long SKIP_MASK = 0xff;

    public static final long USER_STACK = 1 << 8;
    public static final long FAST_COMPARE = 1 << 9;
    public static final long REUSE = 1 << 10;
    /** Of {@code bpf_get_stack}: build ids of the files and offsets in them, not addresses. */
    public static final long USER_BUILD_ID = 1 << 11;

    /** {@code sizeof(struct bpf_stack_build_id)}. */
    public static final int BUILD_ID_BYTES = 32;

    /** {@code BPF_STACK_BUILD_ID_IP}: the file is not known, so its address stands there. */
    private static final int ONLY_ADDRESS = 2;

    private static final int FLAGS = MapFlags.NUMA_NODE | MapFlags.RDONLY | MapFlags.WRONLY | MapFlags.STACK_BUILD_ID;

    private final @Nullable Bucket[] buckets;
    private final int elementBytes;
    private final long scratch;
    private int used;

    private record Bucket(int hash, long[] frames) {}

    StackTraces(MapCreation creation) {
        check(creation);
        super(creation);
        this.buckets = new @Nullable Bucket[Integer.highestOneBit((int) Math.max(1, maxEntries * 2 - 1))];
        this.elementBytes = spec.has(MapFlags.STACK_BUILD_ID) ? BUILD_ID_BYTES : Long.BYTES;
        this.scratch = memory.allocate((long) MAX_DEPTH * BUILD_ID_BYTES, Long.BYTES, "stack trace of " + name());
    }

    private static void check(MapCreation creation) {
        MapSpec spec = creation.spec();
        int element = spec.has(MapFlags.STACK_BUILD_ID) ? BUILD_ID_BYTES : Long.BYTES;
        creation.require((spec.flags() & ~FLAGS) == 0, EINVAL, "map_flags that are not for this type");
        creation.require(spec.maxEntries() != 0, EINVAL, "max_entries 0");
        creation.require(spec.keySize() == Integer.BYTES, EINVAL, "key_size " + spec.keySize() + ", expected 4");
        creation.require(
                Integer.compareUnsigned(spec.valueSize(), Long.BYTES) >= 0 && spec.valueSize() % element == 0,
                EINVAL,
                "value_size " + spec.valueSize() + ", expected a multiple of " + element);
        creation.require(
                Integer.divideUnsigned(spec.valueSize(), element) <= MAX_DEPTH,
                EINVAL,
                "value_size above " + MAX_DEPTH + " frames");
        creation.require(spec.maxEntries() > 0 && spec.maxEntries() <= 1 << 30, E2BIG, "max_entries above 2^30");
    }

    /** A map that a program hands to a helper. */
    public static StackTraces of(BpfMap map) {
        if (map instanceof StackTraces traces) {
            return traces;
        }
        throw new KernelOops("map " + map.name() + " is no map of stack traces");
    }

    /**
     * Stores a trace and gives its id: {@code bpf_get_stackid}.
     *
     * @param frames all frames that there are, innermost first
     * @param flags how many to skip, and the flags above
     * @return the id; EINVAL for unknown flags, EFAULT when no frame is left, EEXIST when the bucket holds another
     *     trace, ENOMEM when the map is full
     */
    @TruffleBoundary
    public int id(long[] frames, long flags) {
        if ((flags & ~(SKIP_MASK | USER_STACK | FAST_COMPARE | REUSE)) != 0) {
            return EINVAL.result();
        }
        int skip = (int) (flags & SKIP_MASK);
        int depth = Math.min(Math.min(valueSize / elementBytes + skip, MAX_DEPTH), frames.length);
        if (depth <= skip) {
            return EFAULT.result();
        }
        long[] trace = Arrays.copyOfRange(frames, skip, depth);
        int hash = hash(trace);
        int id = hash & buckets.length - 1;
        Bucket bucket = buckets[id];
        boolean alike = bucket != null && bucket.hash == hash;
        if (alike && ((flags & FAST_COMPARE) != 0 || Arrays.equals(bucket.frames, trace))) {
            return id;
        }
        if (bucket != null && (flags & REUSE) == 0) {
            return EEXIST.result();
        }
        // the new bucket is taken before the old one is given back
        if (used == maxEntries) {
            return ENOMEM.result();
        }
        used += bucket == null ? 1 : 0;
        buckets[id] = new Bucket(hash, trace);
        return id;
    }

    private int hash(long[] trace) {
        for (int i = 0; i < trace.length; i++) {
            memory.writeLong(scratch + (long) i * Long.BYTES, trace[i]);
        }
        return Jhash.hash(memory, scratch, trace.length * Long.BYTES, 0);
    }

    /** The frames behind an id, innermost first; {@code null} when there are none. */
    public long @Nullable [] frames(int id) {
        Bucket bucket = bucket(id);
        return bucket == null ? null : bucket.frames.clone();
    }

    private @Nullable Bucket bucket(int id) {
        return Integer.compareUnsigned(id, buckets.length) < 0 ? buckets[id] : null;
    }

    @Override
    int nextKey(long key, long next) {
        int id = 0;
        if (key != 0 && bucket(memory.readInt(key)) != null) {
            id = memory.readInt(key) + 1;
        }
        while (id < buckets.length && buckets[id] == null) {
            id++;
        }
        if (id >= buckets.length) {
            return ENOENT.result();
        }
        memory.writeInt(next, id);
        return 0;
    }

    @Override
    int copyToUser(long key, long value, long flags) {
        Bucket bucket = bucket(memory.readInt(key));
        if (bucket == null) {
            return ENOENT.result();
        }
        memory.fill(value, valueSize, (byte) 0);
        for (int i = 0; i < bucket.frames.length; i++) {
            putFrame(value + (long) i * elementBytes, bucket.frames[i]);
        }
        return 0;
    }

    private void putFrame(long at, long frame) {
        if (elementBytes == BUILD_ID_BYTES) {
            memory.writeInt(at, ONLY_ADDRESS);
            memory.writeLong(at + BUILD_ID_BYTES - Long.BYTES, frame);
        } else {
            memory.writeLong(at, frame);
        }
    }

    @Override
    int updateFromUser(long key, long value, long flags) {
        return EINVAL.result();
    }

    @Override
    int deleteFromUser(long key) {
        return delete(0, key);
    }

    @Override
    public int delete(int cpu, long key) {
        int id = memory.readInt(key);
        if (Integer.compareUnsigned(id, buckets.length) >= 0) {
            return E2BIG.result();
        }
        if (buckets[id] == null) {
            return ENOENT.result();
        }
        buckets[id] = null;
        used--;
        return 0;
    }
}
