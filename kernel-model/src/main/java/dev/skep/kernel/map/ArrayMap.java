package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EEXIST;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;

/**
 * BPF_MAP_TYPE_ARRAY: all elements exist, zeroed, from the beginning; the key is an index of four bytes. Counterpart:
 * {@code array_map_ops} in {@code kernel/bpf/arraymap.c}.
 */
final class ArrayMap extends BpfMap {
    private static final int FLAGS =
            MapFlags.NUMA_NODE | MapFlags.MMAPABLE | MapFlags.ACCESS | MapFlags.PRESERVE_ELEMS | MapFlags.INNER_MAP;

    private final long values;
    private final long stride;

    ArrayMap(MapCreation creation) {
        super(creation);
        check(creation);
        stride = (Integer.toUnsignedLong(valueSize) + 7) & -8;
        values = memory.allocate(stride * maxEntries, spec.has(MapFlags.MMAPABLE) ? 4096 : 8, "values of " + name());
    }

    private static void check(MapCreation creation) {
        MapSpec spec = creation.spec();
        creation.require(spec.maxEntries() != 0, EINVAL, "max_entries 0");
        creation.require(spec.keySize() == 4, EINVAL, "key_size " + spec.keySize() + ", expected 4");
        creation.require(spec.valueSize() != 0, EINVAL, "value_size 0");
        creation.requireFlags(FLAGS & ~MapFlags.PRESERVE_ELEMS);
        creation.require(spec.valueSize() > 0, E2BIG, "value_size above 2 GiB");
    }

    @Override
    public long lookup(int cpu, long key) {
        long index = Integer.toUnsignedLong(memory.readInt(key));
        return index < maxEntries ? values + index * stride : 0;
    }

    @Override
    public int update(int cpu, long key, long value, long flags) {
        if ((flags & ~UpdateFlags.LOCK) > UpdateFlags.EXIST) {
            return EINVAL.result();
        }
        long target = lookup(cpu, key);
        if (target == 0) {
            return E2BIG.result();
        }
        if ((flags & UpdateFlags.NOEXIST) != 0) {
            return EEXIST.result();
        }
        memory.copy(value, target, valueSize);
        return 0;
    }

    @Override
    @TruffleBoundary
    int nextKey(long key, long next) {
        long index = key == 0 ? maxEntries : Integer.toUnsignedLong(memory.readInt(key));
        if (index >= maxEntries) {
            memory.writeInt(next, 0);
            return 0;
        }
        if (index == maxEntries - 1) {
            return ENOENT.result();
        }
        memory.writeInt(next, (int) index + 1);
        return 0;
    }
}
