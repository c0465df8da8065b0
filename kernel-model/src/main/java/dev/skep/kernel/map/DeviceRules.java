package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.EINVAL;

import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.program.AttachType;

/**
 * What the two maps of devices share. A value is the index of a device and, in eight bytes, also a program.
 * Counterpart: {@code kernel/bpf/devmap.c}.
 */
final class DeviceRules {
    private DeviceRules() {}

    /** Checks the blueprint; programs may never write to the map. */
    static MapCreation check(MapCreation creation) {
        MapSpec spec = creation.spec();
        creation.require(spec.maxEntries() != 0, EINVAL, "max_entries 0");
        creation.require(spec.keySize() == 4, EINVAL, "key_size " + spec.keySize() + ", expected 4");
        creation.require(
                spec.valueSize() == 4 || spec.valueSize() == 8,
                EINVAL,
                "value_size " + spec.valueSize() + ", expected 4 or 8");
        creation.requireFlags(MapFlags.NUMA_NODE | MapFlags.RDONLY | MapFlags.WRONLY);
        creation.require(
                spec.type() != MapType.DEVMAP_HASH || spec.entries() <= 1L << 31, EINVAL, "max_entries above 2^31");
        return creation.with(spec.withFlags(spec.flags() | MapFlags.RDONLY_PROG));
    }

    /** The program that a value names: 0 for none, negative numbers are none. */
    static int program(AddressSpace memory, long value, int valueSize) {
        return valueSize == 8 ? Math.max(memory.readInt(value + 4), 0) : 0;
    }

    /** Whether the value names a device that is there, and no program or one that may be there. */
    static boolean isSound(RedirectMap map, int device, int program) {
        return map.kernel.maps().knowsDevice(device)
                && (program == 0 || map.isRunnable(program, AttachType.XDP_DEVMAP));
    }
}
