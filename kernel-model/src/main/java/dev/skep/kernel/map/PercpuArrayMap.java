package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EEXIST;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;

/** BPF_MAP_TYPE_PERCPU_ARRAY: an array of which each CPU has its own. Counterpart: {@code percpu_array_map_ops}. */
final class PercpuArrayMap extends BpfMap {
    private final PercpuValues values;
    private final long base;
    private final long elementBytes;
    private final long stride;
    private final int cpus;
    private long shownKey;

    PercpuArrayMap(MapCreation creation) {
        ArrayRules.check(creation);
        super(creation);
        values = PercpuValues.of(this);
        stride = values.stride();
        cpus = values.cpus();
        elementBytes = stride * cpus;
        base = memory.allocate(elementBytes * maxEntries, 8, "values of " + name());
    }

    @Override
    public long lookup(int cpu, long key) {
        long index = Integer.toUnsignedLong(memory.readInt(key));
        return index < maxEntries ? base + index * elementBytes + cpu * stride : 0;
    }

    @Override
    public long lookupPerCpu(long key, int ofCpu) {
        return ofCpu < 0 || ofCpu >= cpus ? 0 : lookup(ofCpu, key);
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
            if (visitor.visit(shownKey, lookup(cpu, shownKey)) != 0) {
                return index + 1;
            }
        }
        return maxEntries;
    }

    @Override
    int nextKey(long key, long next) {
        return ArrayRules.nextKey(memory, key, next, maxEntries);
    }

    @Override
    int userValueSize() {
        return (int) elementBytes;
    }

    @Override
    int copyToUser(long key, long value, long flags) {
        long found = lookup(0, key);
        if (found == 0) {
            return ENOENT.result();
        }
        values.readAll(found, value);
        return 0;
    }

    @Override
    int updateFromUser(long key, long value, long flags) {
        if (Long.compareUnsigned(flags, UpdateFlags.EXIST) > 0) {
            return EINVAL.result();
        }
        long target = lookup(0, key);
        if (target == 0) {
            return E2BIG.result();
        }
        if (flags == UpdateFlags.NOEXIST) {
            return EEXIST.result();
        }
        values.writeAll(target, value);
        return 0;
    }
}
