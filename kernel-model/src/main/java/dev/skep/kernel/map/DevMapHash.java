package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EEXIST;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;

/**
 * BPF_MAP_TYPE_DEVMAP_HASH: devices by any key of four bytes, which is its own hash. Counterpart:
 * {@code dev_map_hash_ops}.
 */
final class DevMapHash extends RedirectMap {
    private static final int VALUE_OFFSET = 8;

    private final HashBuckets buckets;
    private long count;

    DevMapHash(MapCreation creation) {
        MapCreation checked = DeviceRules.check(creation);
        super(checked);
        buckets = new HashBuckets(memory, name(), 4, 16, maxEntries);
    }

    private int find(int key) {
        int element = buckets.head(buckets.bucketOf(key));
        while (element != 0 && buckets.hash(element) != key) {
            element = buckets.next(element);
        }
        return element;
    }

    @Override
    public long target(int key) {
        int element = find(key);
        return element == 0 ? 0 : buckets.address(element) + VALUE_OFFSET;
    }

    @Override
    int updateFromUser(long key, long value, long flags) {
        int device = memory.readInt(value);
        int program = DeviceRules.program(memory, value, valueSize);
        if (Long.compareUnsigned(flags, UpdateFlags.EXIST) > 0 || device == 0) {
            return EINVAL.result();
        }
        int number = memory.readInt(key);
        int old = find(number);
        if (old != 0 && flags == UpdateFlags.NOEXIST) {
            return EEXIST.result();
        }
        if (!DeviceRules.isSound(this, device, program)) {
            return EINVAL.result();
        }
        if (old == 0 && count >= maxEntries) {
            return E2BIG.result();
        }
        int element = buckets.take();
        long address = buckets.address(element);
        memory.writeInt(address, number);
        memory.writeInt(address + VALUE_OFFSET, device);
        memory.writeInt(address + VALUE_OFFSET + 4, program);
        if (old != 0) {
            remove(old);
        }
        buckets.link(element, number);
        count++;
        return 0;
    }

    private void remove(int element) {
        buckets.unlink(element);
        buckets.give(element);
        count--;
    }

    @Override
    int deleteFromUser(long key) {
        int element = find(memory.readInt(key));
        if (element == 0) {
            return ENOENT.result();
        }
        remove(element);
        return 0;
    }

    @Override
    int nextKey(long key, long next) {
        int element = key == 0 ? 0 : find(memory.readInt(key));
        int following = element == 0
                ? buckets.firstFrom(0)
                : buckets.next(element) != 0
                        ? buckets.next(element)
                        : buckets.firstFrom(buckets.bucketOf(buckets.hash(element)) + 1);
        if (following == 0) {
            return ENOENT.result();
        }
        memory.writeInt(next, buckets.hash(following));
        return 0;
    }
}
