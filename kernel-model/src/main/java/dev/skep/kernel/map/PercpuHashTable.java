package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EINVAL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;

/** BPF_MAP_TYPE_PERCPU_HASH: each CPU has its own value for a key. Counterpart: {@code htab_percpu_map_ops}. */
final class PercpuHashTable extends Htab {
    private final PercpuValues values;
    private long count;

    PercpuHashTable(MapCreation creation) {
        HashRules.check(creation);
        super(creation, PercpuValues.bytes(creation));
        values = PercpuValues.of(this);
    }

    @Override
    public long lookup(int cpu, long key) {
        int element = find(key);
        return element == 0 ? 0 : valueOn(element, cpu);
    }

    @Override
    public long lookupPerCpu(long key, int ofCpu) {
        return ofCpu < 0 || ofCpu >= values.cpus() ? 0 : lookup(ofCpu, key);
    }

    @Override
    @TruffleBoundary
    public int update(int cpu, long key, long value, long flags) {
        int found = prepare(key, flags);
        if (found < 0) {
            return found;
        }
        if (found != 0) {
            values.writeOne(value(found), cpu, value);
        } else {
            values.initialiseOne(value(add(key)), cpu, value);
        }
        return 0;
    }

    @Override
    int updateFromUser(long key, long value, long flags) {
        int found = prepare(key, flags);
        if (found < 0) {
            return found;
        }
        values.writeAll(value(found == 0 ? add(key) : found), value);
        return 0;
    }

    /** The element to update, 0 when one is to be added, or a negative errno. */
    private int prepare(long key, long flags) {
        if (Long.compareUnsigned(flags, UpdateFlags.EXIST) > 0) {
            return EINVAL.result();
        }
        int found = find(key);
        int refusal = checkFlags(found, flags);
        if (refusal != 0) {
            return refusal;
        }
        return found == 0 && count == maxEntries ? E2BIG.result() : found;
    }

    private int add(long key) {
        int element = buckets.take();
        memory.copy(key, buckets.address(element), keySize);
        buckets.link(element, hash(key));
        count++;
        return element;
    }

    @Override
    int userValueSize() {
        return (int) (values.stride() * values.cpus());
    }

    @Override
    long valueOn(int element, int cpu) {
        return values.on(value(element), cpu);
    }

    @Override
    void copyElementToUser(int element, long value) {
        values.readAll(value(element), value);
    }

    @Override
    void remove(int element) {
        buckets.unlink(element);
        count--;
        for (int cpu = 0; cpu < values.cpus(); cpu++) {
            releaseFields(valueOn(element, cpu));
        }
        buckets.give(element);
    }
}
