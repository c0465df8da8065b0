package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOTSUPP;

/** What the kernel demands of the blueprint of a hash table. Counterpart: {@code htab_map_alloc_check}. */
final class HashRules {
    /** What {@code kmalloc} gives at most. */
    static final long KMALLOC_MAX = 4 << 20;

    /** What {@code alloc_percpu} gives at most: {@code PCPU_MIN_UNIT_SIZE}. */
    static final long PERCPU_MAX = 32 << 10;

    private static final int ELEMENT_HEADER = 48;
    private static final int FLAGS =
            MapFlags.NO_PREALLOC | MapFlags.NO_COMMON_LRU | MapFlags.NUMA_NODE | MapFlags.ACCESS | MapFlags.ZERO_SEED;

    private HashRules() {}

    static void check(MapCreation creation) {
        checkBlueprint(creation);
        checkBuckets(creation);
    }

    /** All but the number of buckets, which the kernel looks at when it makes them. */
    static void checkBlueprint(MapCreation creation) {
        MapSpec spec = creation.spec();
        boolean perCpu = spec.type() == MapType.PERCPU_HASH || spec.type() == MapType.LRU_PERCPU_HASH;
        boolean lru = spec.type() == MapType.LRU_HASH || spec.type() == MapType.LRU_PERCPU_HASH;
        boolean listPerCpu = spec.has(MapFlags.NO_COMMON_LRU);
        creation.requireFlags(FLAGS);
        creation.require(lru || !listPerCpu, EINVAL, "NO_COMMON_LRU on a map without LRU lists");
        creation.require(!lru || !spec.has(MapFlags.NO_PREALLOC), ENOTSUPP, "an LRU map is always preallocated");
        creation.require(!(perCpu || listPerCpu) || !spec.hasNumaNode(), EINVAL, "NUMA_NODE on memory of each CPU");
        creation.require(spec.maxEntries() != 0, EINVAL, "max_entries 0");
        creation.require(spec.keySize() != 0, EINVAL, "key_size 0");
        creation.require(spec.valueSize() != 0, EINVAL, "value_size 0");
        long key = Integer.toUnsignedLong(spec.keySize());
        long value = Integer.toUnsignedLong(spec.valueSize());
        creation.require(key + value < KMALLOC_MAX - ELEMENT_HEADER, E2BIG, "key and value above 4 MiB");
        creation.require(!perCpu || roundUp8(value) <= PERCPU_MAX, E2BIG, "value_size above 32 KiB on each CPU");
    }

    /** A power of two of buckets, which take 16 bytes and at most 4 GiB in all. */
    static void checkBuckets(MapCreation creation) {
        creation.require(creation.spec().entries() <= 1L << 28, E2BIG, "max_entries above 2^28");
    }

    static long roundUp8(long size) {
        return (size + 7) & -8;
    }
}
