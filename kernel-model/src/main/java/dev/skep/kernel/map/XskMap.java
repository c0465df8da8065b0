package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EBADF;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.EOPNOTSUPP;

/**
 * BPF_MAP_TYPE_XSKMAP: AF_XDP sockets by number. There are no such sockets here yet, so it stays empty: a redirect
 * finds nothing and takes the action that the program gave for that case. Counterpart: {@code net/xdp/xskmap.c}.
 */
final class XskMap extends RedirectMap {
    XskMap(MapCreation creation) {
        check(creation);
        super(creation);
    }

    private static void check(MapCreation creation) {
        MapSpec spec = creation.spec();
        creation.require(spec.maxEntries() != 0, EINVAL, "max_entries 0");
        creation.require(spec.keySize() == 4, EINVAL, "key_size " + spec.keySize() + ", expected 4");
        creation.require(spec.valueSize() == 4, EINVAL, "value_size " + spec.valueSize() + ", expected 4");
        creation.requireFlags(MapFlags.NUMA_NODE | MapFlags.RDONLY | MapFlags.WRONLY);
    }

    @Override
    public long target(int key) {
        return 0;
    }

    @Override
    int copyToUser(long key, long value, long flags) {
        return EOPNOTSUPP.result();
    }

    @Override
    int updateFromUser(long key, long value, long flags) {
        if (Long.compareUnsigned(flags, UpdateFlags.EXIST) > 0) {
            return EINVAL.result();
        }
        boolean inRange = Integer.toUnsignedLong(memory.readInt(key)) < maxEntries;
        return inRange ? EBADF.result() : E2BIG.result();
    }

    @Override
    int deleteFromUser(long key) {
        boolean inRange = Integer.toUnsignedLong(memory.readInt(key)) < maxEntries;
        return inRange ? 0 : EINVAL.result();
    }
}
