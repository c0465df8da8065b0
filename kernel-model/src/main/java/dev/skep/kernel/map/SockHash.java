package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;

/**
 * BPF_MAP_TYPE_SOCKHASH: sockets by any key, always empty; see {@link SocketRules}. Counterpart: {@code sock_hash_ops}.
 */
final class SockHash extends BpfMap {
    /** {@code MAX_BPF_STACK}: a program has its key on the stack. */
    private static final int LONGEST_KEY = 512;

    /** A power of two; buckets take 16 bytes and fewer than 4 GiB in all. */
    private static final long MOST_BUCKETS = 1L << 27;

    SockHash(MapCreation creation) {
        check(creation);
        super(creation);
    }

    private static void check(MapCreation creation) {
        MapSpec spec = creation.spec();
        creation.require(spec.maxEntries() != 0, EINVAL, "max_entries 0");
        creation.require(spec.keySize() != 0, EINVAL, "key_size 0");
        SocketRules.checkValue(creation);
        creation.requireFlags(MapFlags.NUMA_NODE | MapFlags.RDONLY | MapFlags.WRONLY);
        creation.require(
                Integer.compareUnsigned(spec.keySize(), LONGEST_KEY) <= 0, E2BIG, "key_size above " + LONGEST_KEY);
        creation.require(spec.entries() <= MOST_BUCKETS, EINVAL, "max_entries above 2^27");
    }

    @Override
    public int update(int cpu, long key, long value, long flags) {
        return SocketRules.refuseSocket(value);
    }

    @Override
    public int delete(int cpu, long key) {
        return ENOENT.result();
    }

    @Override
    int nextKey(long key, long next) {
        return ENOENT.result();
    }

    @Override
    int copyToUser(long key, long value, long flags) {
        return SocketRules.absent(this);
    }

    @Override
    int updateFromUser(long key, long value, long flags) {
        return SocketRules.refuseDescriptor(this, value);
    }
}
