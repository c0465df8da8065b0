package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOTSUPP;

import dev.skep.kernel.Errno;

/**
 * BPF_MAP_TYPE_HASH_OF_MAPS. A lookup gives the inner map's address; an update of a key that is there changes its
 * element in place. Counterpart: {@code htab_of_maps_map_ops}.
 */
final class HashOfMaps extends Htab {
    private final InnerMaps inner;
    private long count;

    HashOfMaps(MapCreation creation) {
        creation.require(
                creation.spec().valueSize() == 4,
                Errno.EINVAL,
                "value_size " + creation.spec().valueSize() + ", expected 4");
        HashRules.checkBlueprint(creation);
        InnerMaps template = InnerMaps.of(creation);
        HashRules.checkBuckets(creation);
        super(creation, 8);
        inner = template;
    }

    @Override
    public long lookup(int cpu, long key) {
        int element = find(key);
        return element == 0 ? 0 : memory.readLong(value(element));
    }

    @Override
    public int delete(int cpu, long key) {
        return EINVAL.result();
    }

    @Override
    public long forEach(int cpu, ElementVisitor visitor, long flags) {
        return ENOTSUPP.result();
    }

    @Override
    int deleteFromUser(long key) {
        return super.delete(MapSyscalls.CPU, key);
    }

    @Override
    int lookupAndDelete(long key, long value, long flags) {
        return ENOTSUPP.result();
    }

    @Override
    int updateFromUser(long key, long value, long flags) {
        int descriptor = memory.readInt(value);
        BpfMap map = inner.find(descriptor);
        if (map == null) {
            return inner.refusal(descriptor).result();
        }
        if (Long.compareUnsigned(flags, UpdateFlags.EXIST) > 0) {
            return EINVAL.result();
        }
        int hash = hash(key);
        int old = buckets.find(hash, key);
        int refusal = checkFlags(old, flags);
        if (refusal != 0) {
            return refusal;
        }
        if (old == 0 && count == maxEntries) {
            return E2BIG.result();
        }
        if (old != 0) {
            memory.writeLong(value(old), map.address());
            return 0;
        }
        int element = buckets.take();
        memory.copy(key, buckets.address(element), keySize);
        memory.writeLong(value(element), map.address());
        buckets.link(element, hash);
        count++;
        return 0;
    }

    @Override
    long valueOn(int element, int cpu) {
        return value(element);
    }

    @Override
    void copyElementToUser(int element, long value) {
        BpfMap map = kernel.maps().byAddress(memory.readLong(value(element)));
        memory.writeInt(value, map == null ? 0 : map.id());
    }

    @Override
    void remove(int element) {
        buckets.unlink(element);
        count--;
        buckets.give(element);
    }
}
