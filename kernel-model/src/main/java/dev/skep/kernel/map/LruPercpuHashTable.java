package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOMEM;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;

/**
 * BPF_MAP_TYPE_LRU_PERCPU_HASH: each CPU has its own value for a key, and old elements give way. Counterpart:
 * {@code htab_lru_percpu_map_ops}.
 */
final class LruPercpuHashTable extends Htab {
    private final PercpuValues values;
    private final LruLists lists;

    LruPercpuHashTable(MapCreation creation) {
        HashRules.check(creation);
        MapCreation rounded = LruRules.roundEntries(creation);
        super(rounded, PercpuValues.bytes(creation));
        values = PercpuValues.of(this);
        lists = LruRules.lists(rounded, buckets, this::evict);
    }

    @Override
    public long lookup(int cpu, long key) {
        int element = find(key);
        if (element == 0) {
            return 0;
        }
        lists.touch(element);
        return valueOn(element, cpu);
    }

    @Override
    public long lookupPerCpu(long key, int ofCpu) {
        return ofCpu < 0 || ofCpu >= values.cpus() ? 0 : lookup(ofCpu, key);
    }

    @Override
    @TruffleBoundary
    public int update(int cpu, long key, long value, long flags) {
        return put(cpu, key, flags, (element, known) -> {
            if (known) {
                values.writeOne(value(element), cpu, value);
            } else {
                values.initialiseOne(value(element), cpu, value);
            }
        });
    }

    @Override
    int updateFromUser(long key, long value, long flags) {
        return put(MapSyscalls.CPU, key, flags, (element, known) -> values.writeAll(value(element), value));
    }

    /** Writes the value of an element; {@code known} says that it was in the table. */
    private interface Writer {
        void write(int element, boolean known);
    }

    private int put(int cpu, long key, long flags, Writer writer) {
        if (Long.compareUnsigned(flags, UpdateFlags.EXIST) > 0) {
            return EINVAL.result();
        }
        int spare = flags == UpdateFlags.EXIST ? 0 : lists.pop(cpu);
        if (spare == 0 && flags != UpdateFlags.EXIST) {
            return ENOMEM.result();
        }
        int hash = hash(key);
        int old = buckets.find(hash, key);
        int refusal = checkFlags(old, flags);
        if (refusal == 0 && old == 0) {
            memory.copy(key, buckets.address(spare), keySize);
            writer.write(spare, false);
            buckets.link(spare, hash);
            return 0;
        }
        if (refusal == 0) {
            lists.touch(old);
            writer.write(old, true);
        }
        if (spare != 0) {
            lists.push(spare);
        }
        return refusal;
    }

    private boolean evict(int element) {
        if (!buckets.unlink(element)) {
            return false;
        }
        for (int cpu = 0; cpu < values.cpus(); cpu++) {
            releaseFields(valueOn(element, cpu));
        }
        return true;
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
        evict(element);
        lists.push(element);
    }
}
