package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;
import static dev.skep.kernel.Errno.EOPNOTSUPP;

/**
 * BPF_MAP_TYPE_BLOOM_FILTER: knows that a value was never pushed, or that it may have been. {@code map_extra} is the
 * number of hash functions, 5 unless given. The seed is always 0. Counterpart: {@code kernel/bpf/bloom_filter.c}.
 */
final class BloomFilter extends BpfMap {
    private final int hashes;
    private final int mask;
    private final long bits;

    BloomFilter(MapCreation creation) {
        check(creation);
        super(creation);
        hashes = spec.extra() == 0 ? 5 : (int) spec.extra();
        mask = mask(maxEntries, hashes);
        bits = memory.allocate((Integer.toUnsignedLong(mask) + 1) / 8, 8, "bits of " + name());
    }

    private static void check(MapCreation creation) {
        MapSpec spec = creation.spec();
        long value = Integer.toUnsignedLong(spec.valueSize());
        creation.require(value <= HashRules.KMALLOC_MAX, E2BIG, "value_size above 4 MiB");
        creation.require(spec.keySize() == 0, EINVAL, "key_size " + spec.keySize() + ", expected 0");
        creation.require(spec.valueSize() != 0, EINVAL, "value_size 0");
        creation.require(spec.maxEntries() != 0, EINVAL, "max_entries 0");
        creation.requireFlags(MapFlags.NUMA_NODE | MapFlags.ZERO_SEED | MapFlags.ACCESS);
        creation.require(spec.extra() >= 0 && spec.extra() <= 15, EINVAL, "map_extra above 15 hash functions");
    }

    /** One less than the number of bits: a power of two near {@code entries * hashes / ln 2}, 64 to 2^32. */
    private static int mask(long entries, int hashes) {
        long wanted = entries * hashes;
        long sized = wanted / 5 * 7;
        if (wanted > 0xffff_ffffL || sized > 1L << 31) {
            return -1;
        }
        return sized <= 64 ? 63 : (int) (Long.highestOneBit(sized * 2 - 1) - 1);
    }

    @Override
    public int push(long value, long flags) {
        if (flags != UpdateFlags.ANY) {
            return EINVAL.result();
        }
        for (int i = 0; i < hashes; i++) {
            long bit = bit(value, i);
            long address = bits + bit / 8;
            memory.writeByte(address, (byte) (memory.readByte(address) | 1 << bit % 8));
        }
        return 0;
    }

    /** 0 when the value may have been pushed, ENOENT when it was not. */
    @Override
    public int peek(long value) {
        for (int i = 0; i < hashes; i++) {
            long bit = bit(value, i);
            if ((memory.readByte(bits + bit / 8) >> bit % 8 & 1) == 0) {
                return ENOENT.result();
            }
        }
        return 0;
    }

    private long bit(long value, int function) {
        return Integer.toUnsignedLong(Jhash.hash(memory, value, valueSize, function) & mask);
    }

    @Override
    public int pop(long value) {
        return EOPNOTSUPP.result();
    }

    @Override
    public int delete(int cpu, long key) {
        return EOPNOTSUPP.result();
    }

    @Override
    int nextKey(long key, long next) {
        return EOPNOTSUPP.result();
    }

    @Override
    int copyToUser(long key, long value, long flags) {
        return peek(value);
    }

    @Override
    int updateFromUser(long key, long value, long flags) {
        return push(value, flags);
    }
}
