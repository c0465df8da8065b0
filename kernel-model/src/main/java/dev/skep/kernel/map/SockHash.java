package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;

import dev.skep.kernel.Errno;
import java.util.Arrays;
import java.util.List;

/**
 * BPF_MAP_TYPE_SOCKHASH: sockets by any key. Counterpart: {@code sock_hash_ops}; its order is by buckets, here it is
 * that in which the keys came.
 */
final class SockHash extends SocketMap {
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
    boolean admits(long key) {
        return true;
    }

    @Override
    Errno absence() {
        return ENOENT;
    }

    @Override
    int nextKey(long key, long next) {
        List<Element> elements = elements();
        int after = 0;
        if (key != 0) {
            byte[] wanted = memory.bytes(key, keySize);
            for (int i = 0; i < elements.size(); i++) {
                after = Arrays.equals(elements.get(i).key(), wanted) ? i + 1 : after;
            }
        }
        if (after >= elements.size()) {
            return ENOENT.result();
        }
        memory.write(next, elements.get(after).key());
        return 0;
    }
}
