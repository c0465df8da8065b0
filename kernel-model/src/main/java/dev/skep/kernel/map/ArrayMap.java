package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EEXIST;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOTSUPP;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.memory.AddressSpace;

/**
 * BPF_MAP_TYPE_ARRAY: all elements exist, zeroed, from the beginning; the key is an index of four bytes. Counterpart:
 * {@code array_map_ops} in {@code kernel/bpf/arraymap.c}.
 */
final class ArrayMap extends BpfMap {
    private final long values;
    private final long stride;

    /** Where {@link #forEach} puts the index that it shows; allocated when needed. */
    private long shownKey;

    ArrayMap(MapCreation creation) {
        ArrayRules.check(creation);
        super(creation);
        stride = HashRules.roundUp8(valueSize);
        int alignment = spec.has(MapFlags.MMAPABLE) ? AddressSpace.PAGE_SIZE : 8;
        values = memory.allocate(stride * maxEntries, alignment, "values of " + name());
    }

    @Override
    public long lookup(int cpu, long key) {
        long index = Integer.toUnsignedLong(memory.readInt(key));
        return index < maxEntries ? values + index * stride : 0;
    }

    @Override
    public int update(int cpu, long key, long value, long flags) {
        if (Long.compareUnsigned(flags & ~UpdateFlags.LOCK, UpdateFlags.EXIST) > 0) {
            return EINVAL.result();
        }
        long target = lookup(cpu, key);
        if (target == 0) {
            return E2BIG.result();
        }
        if ((flags & UpdateFlags.NOEXIST) != 0) {
            return EEXIST.result();
        }
        if (lacksRequestedLock(flags)) {
            return EINVAL.result();
        }
        copyValue(value, target);
        releaseFields(target);
        return 0;
    }

    @Override
    public long directValue(long offset) {
        if (maxEntries != 1) {
            throw new KernelException(ENOTSUPP, "map " + name() + ": direct value of " + maxEntries + " values");
        }
        if (Long.compareUnsigned(offset, valueSize) >= 0) {
            throw new KernelException(EINVAL, "map " + name() + ": direct value at " + offset + " of " + valueSize);
        }
        return values + offset;
    }

    @Override
    @TruffleBoundary
    public long forEach(int cpu, ElementVisitor visitor, long flags) {
        if (flags != 0) {
            return EINVAL.result();
        }
        if (shownKey == 0) {
            shownKey = memory.allocate(4, 4, "index shown by for_each of " + name());
        }
        for (long index = 0; index < maxEntries; index++) {
            memory.writeInt(shownKey, (int) index);
            if (visitor.visit(shownKey, values + index * stride) != 0) {
                return index + 1;
            }
        }
        return maxEntries;
    }

    @Override
    long keyOf(long value, long scratch) {
        memory.writeInt(scratch, (int) ((value - values) / stride));
        return scratch;
    }

    @Override
    int nextKey(long key, long next) {
        return ArrayRules.nextKey(memory, key, next, maxEntries);
    }
}
