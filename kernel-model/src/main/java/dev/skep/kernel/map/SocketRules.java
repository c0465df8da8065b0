package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.EBADF;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;
import static dev.skep.kernel.Errno.ENOSPC;

/**
 * How user space sees maps of sockets. There are no sockets here that it has opened: whoever puts a descriptor in is
 * told that it is none.
 */
final class SocketRules {
    private SocketRules() {}

    /** A value is a descriptor when it goes in, and with room for one a cookie when it comes out. */
    static void checkValue(MapCreation creation) {
        int size = creation.spec().valueSize();
        creation.require(size == 4 || size == 8, EINVAL, "value_size " + size + ", expected 4 or 8");
    }

    /** Looking up an element that is not there: without room for its cookie nobody looks. */
    static int absent(BpfMap map) {
        return (map.valueSize == 8 ? ENOENT : ENOSPC).result();
    }

    /** Putting in what the descriptor at this address stands for. */
    static int refuseDescriptor(BpfMap map, long value) {
        boolean isDescriptor =
                map.valueSize == 4 || Long.compareUnsigned(map.memory.readLong(value), Integer.MAX_VALUE) <= 0;
        return (isDescriptor ? EBADF : EINVAL).result();
    }
}
