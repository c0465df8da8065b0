package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EINVAL;

/**
 * BPF_MAP_TYPE_HASH. Counterpart: {@code htab_map_ops}. An update replaces the element, so the value moves to another
 * address.
 */
final class HashTable extends Htab {
    private long count;

    HashTable(MapCreation creation) {
        HashRules.check(creation);
        super(creation, HashRules.roundUp8(creation.spec().valueSize()));
    }

    @Override
    public long lookup(int cpu, long key) {
        int element = find(key);
        return element == 0 ? 0 : value(element);
    }

    @Override
    public int update(int cpu, long key, long value, long flags) {
        if (Long.compareUnsigned(flags & ~UpdateFlags.LOCK, UpdateFlags.EXIST) > 0 || lacksRequestedLock(flags)) {
            return EINVAL.result();
        }
        int hash = hash(key);
        int old = buckets.find(hash, key);
        int refusal = checkFlags(old, flags);
        if (refusal != 0) {
            return refusal;
        }
        if (old != 0 && (flags & UpdateFlags.LOCK) != 0) {
            copyValue(value, value(old));
            return 0;
        }
        if (old == 0 && count == maxEntries) {
            return E2BIG.result();
        }
        int element = buckets.take();
        memory.copy(key, buckets.address(element), keySize);
        copyValue(value, value(element));
        buckets.link(element, hash);
        count++;
        if (old != 0) {
            remove(old);
        }
        return 0;
    }

    @Override
    long valueOn(int element, int cpu) {
        return value(element);
    }

    @Override
    void copyElementToUser(int element, long value) {
        copyValueToUser(value(element), value);
    }

    @Override
    void remove(int element) {
        buckets.unlink(element);
        count--;
        releaseFields(value(element));
        buckets.give(element);
    }
}
