package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.EINVAL;

import dev.skep.kernel.Errno;

/** BPF_MAP_TYPE_SOCKMAP: sockets by number. Counterpart: {@code sock_map_ops}. */
final class SockMap extends SocketMap {
    SockMap(MapCreation creation) {
        check(creation);
        super(creation);
    }

    private static void check(MapCreation creation) {
        MapSpec spec = creation.spec();
        creation.require(spec.maxEntries() != 0, EINVAL, "max_entries 0");
        creation.require(spec.keySize() == 4, EINVAL, "key_size " + spec.keySize() + ", expected 4");
        SocketRules.checkValue(creation);
        creation.requireFlags(MapFlags.NUMA_NODE | MapFlags.RDONLY | MapFlags.WRONLY);
        creation.requireMemory(spec.entries() * Long.BYTES);
    }

    @Override
    boolean admits(long key) {
        return Integer.toUnsignedLong(memory.readInt(key)) < maxEntries;
    }

    @Override
    Errno absence() {
        return EINVAL;
    }

    @Override
    int nextKey(long key, long next) {
        return ArrayRules.nextKey(memory, key, next, maxEntries);
    }
}
