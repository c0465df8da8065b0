package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;

import dev.skep.kernel.memory.AddressSpace;

/**
 * What the kernel demands of the blueprint of an array, and how arrays number their keys. Counterpart:
 * {@code array_map_alloc_check}.
 */
final class ArrayRules {
    private static final int FLAGS =
            MapFlags.NUMA_NODE | MapFlags.MMAPABLE | MapFlags.ACCESS | MapFlags.PRESERVE_ELEMS | MapFlags.INNER_MAP;

    private ArrayRules() {}

    static void check(MapCreation creation) {
        MapSpec spec = creation.spec();
        boolean perCpu = spec.type() == MapType.PERCPU_ARRAY;
        creation.require(spec.maxEntries() != 0, EINVAL, "max_entries 0");
        creation.require(spec.keySize() == 4, EINVAL, "key_size " + spec.keySize() + ", expected 4");
        creation.require(spec.valueSize() != 0, EINVAL, "value_size 0");
        creation.requireFlags(FLAGS);
        creation.require(!perCpu || !spec.hasNumaNode(), EINVAL, "NUMA_NODE on memory of each CPU");
        creation.require(
                spec.type() == MapType.ARRAY || (spec.flags() & (MapFlags.MMAPABLE | MapFlags.INNER_MAP)) == 0,
                EINVAL,
                "MMAPABLE and INNER_MAP are for ARRAY");
        creation.require(
                spec.type() == MapType.PERF_EVENT_ARRAY || !spec.has(MapFlags.PRESERVE_ELEMS),
                EINVAL,
                "PRESERVE_ELEMS is for PERF_EVENT_ARRAY");
        creation.require(spec.valueSize() > 0, E2BIG, "value_size above 2 GiB");
        creation.require(
                !perCpu || HashRules.roundUp8(spec.valueSize()) <= HashRules.PERCPU_MAX,
                E2BIG,
                "value_size above 32 KiB on each CPU");
    }

    /** For arrays whose values are file descriptors. Counterpart: {@code fd_array_map_alloc_check}. */
    static void checkDescriptors(MapCreation creation) {
        MapSpec spec = creation.spec();
        creation.require(spec.valueSize() == 4, EINVAL, "value_size " + spec.valueSize() + ", expected 4");
        creation.require(
                (spec.flags() & (MapFlags.RDONLY_PROG | MapFlags.WRONLY_PROG)) == 0,
                EINVAL,
                "restrictions of what programs do are not for this type");
        checkPointers(creation);
    }

    /** For arrays of pointers to what user space knows by descriptors. */
    static void checkPointers(MapCreation creation) {
        check(creation);
        creation.requireMemory(creation.spec().entries() * Long.BYTES);
    }

    /**
     * Copies the index behind the one at {@code key}; what is no index, like 0 for no key, is followed by the first.
     */
    static int nextKey(AddressSpace memory, long key, long next, long maxEntries) {
        long index = key == 0 ? maxEntries : Integer.toUnsignedLong(memory.readInt(key));
        if (index == maxEntries - 1) {
            return ENOENT.result();
        }
        memory.writeInt(next, index >= maxEntries ? 0 : (int) index + 1);
        return 0;
    }
}
