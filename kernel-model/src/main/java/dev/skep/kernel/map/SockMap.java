package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.EINVAL;

/**
 * BPF_MAP_TYPE_SOCKMAP: sockets by number, always empty; see {@link SocketRules}. Counterpart: {@code sock_map_ops}.
 */
final class SockMap extends BpfMap {
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
    public int update(int cpu, long key, long value, long flags) {
        return SocketRules.refuseSocket(value);
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
        return SocketRules.refuseDescriptor(this, value);
    }
}
