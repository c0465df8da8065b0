package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;

/**
 * BPF_MAP_TYPE_REUSEPORT_SOCKARRAY: listening sockets by number, always empty; see {@link SocketRules}. Counterpart:
 * {@code reuseport_array_ops}.
 */
final class ReuseportSockArray extends BpfMap {
    ReuseportSockArray(MapCreation creation) {
        check(creation);
        super(creation);
    }

    private static void check(MapCreation creation) {
        SocketRules.checkValue(creation);
        ArrayRules.checkPointers(creation);
    }

    @Override
    int nextKey(long key, long next) {
        return ArrayRules.nextKey(memory, key, next, maxEntries);
    }

    @Override
    int copyToUser(long key, long value, long flags) {
        return SocketRules.absent(this);
    }

    @Override
    int updateFromUser(long key, long value, long flags) {
        if (Long.compareUnsigned(flags, UpdateFlags.EXIST) > 0) {
            return EINVAL.result();
        }
        return isIndex(key) ? SocketRules.refuseDescriptor(this, value) : E2BIG.result();
    }

    @Override
    int deleteFromUser(long key) {
        return (isIndex(key) ? ENOENT : E2BIG).result();
    }

    private boolean isIndex(long key) {
        return Integer.toUnsignedLong(memory.readInt(key)) < maxEntries;
    }
}
