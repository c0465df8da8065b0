package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOMEM;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;

/**
 * BPF_MAP_TYPE_LRU_HASH: when it is full, old elements give way. Counterpart: {@code htab_lru_map_ops}. An update takes
 * its element before it looks for an old one, so it may evict even when the key is there.
 */
final class LruHashTable extends Htab {
    private final LruLists lists;

    LruHashTable(MapCreation creation) {
        HashRules.check(creation);
        MapCreation rounded = LruRules.roundEntries(creation);
        super(rounded, HashRules.roundUp8(creation.spec().valueSize()));
        lists = LruRules.lists(rounded, buckets, this::evict);
    }

    @Override
    public long lookup(int cpu, long key) {
        int element = find(key);
        if (element == 0) {
            return 0;
        }
        lists.touch(element);
        return value(element);
    }

    @Override
    long lookupFromUser(long key) {
        int element = find(key);
        return element == 0 ? 0 : value(element);
    }

    @Override
    @TruffleBoundary
    public int update(int cpu, long key, long value, long flags) {
        if (Long.compareUnsigned(flags, UpdateFlags.EXIST) > 0) {
            return EINVAL.result();
        }
        int element = lists.pop(cpu);
        if (element == 0) {
            return ENOMEM.result();
        }
        memory.copy(key, buckets.address(element), keySize);
        copyValue(value, value(element));
        int hash = hash(key);
        int old = buckets.find(hash, key);
        int refusal = checkFlags(old, flags);
        if (refusal != 0) {
            releaseFields(value(element));
            lists.push(element);
            return refusal;
        }
        buckets.link(element, hash);
        if (old != 0) {
            lists.touch(element);
            remove(old);
        }
        return 0;
    }

    private boolean evict(int element) {
        if (!buckets.unlink(element)) {
            return false;
        }
        releaseFields(value(element));
        return true;
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
        evict(element);
        lists.push(element);
    }
}
