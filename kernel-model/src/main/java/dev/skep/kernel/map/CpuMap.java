package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EEXIST;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENODEV;
import static dev.skep.kernel.Errno.ENOMEM;
import static dev.skep.kernel.Errno.EOVERFLOW;

import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.program.AttachType;

/**
 * BPF_MAP_TYPE_CPUMAP: CPUs to go on with a frame. A value is the length of the CPU's queue and, in eight bytes, also a
 * program to run there. Counterpart: {@code kernel/bpf/cpumap.c}.
 */
final class CpuMap extends RedirectMap {
    private static final int LONGEST_QUEUE = 16_384;

    /** Eight bytes a slot: queue, program; empty without queue. */
    private final long slots;

    CpuMap(MapCreation creation) {
        check(creation);
        super(creation);
        slots = memory.allocate(8 * maxEntries, 8, "CPUs of " + name());
    }

    private static void check(MapCreation creation) {
        MapSpec spec = creation.spec();
        creation.require(spec.maxEntries() != 0, EINVAL, "max_entries 0");
        creation.require(spec.keySize() == 4, EINVAL, "key_size " + spec.keySize() + ", expected 4");
        creation.require(
                spec.valueSize() == 4 || spec.valueSize() == 8,
                EINVAL,
                "value_size " + spec.valueSize() + ", expected 4 or 8");
        creation.requireFlags(MapFlags.NUMA_NODE);
        creation.require(
                spec.entries() <= KernelConfig.MAX_CPUS, E2BIG, "max_entries above " + KernelConfig.MAX_CPUS + " CPUs");
    }

    @Override
    public long target(int key) {
        long index = Integer.toUnsignedLong(key);
        if (index >= maxEntries) {
            return 0;
        }
        long slot = slots + 8 * index;
        return memory.readInt(slot) == 0 ? 0 : slot;
    }

    @Override
    int updateFromUser(long key, long value, long flags) {
        if (Long.compareUnsigned(flags, UpdateFlags.EXIST) > 0) {
            return EINVAL.result();
        }
        long index = Integer.toUnsignedLong(memory.readInt(key));
        if (index >= maxEntries) {
            return E2BIG.result();
        }
        if (flags == UpdateFlags.NOEXIST) {
            return EEXIST.result();
        }
        int queue = memory.readInt(value);
        int program = valueSize == 8 ? Math.max(memory.readInt(value + 4), 0) : 0;
        if (Integer.compareUnsigned(queue, LONGEST_QUEUE) > 0) {
            return EOVERFLOW.result();
        }
        if (index >= kernel.config().cpus()) {
            return ENODEV.result();
        }
        if (queue != 0 && program != 0 && !isRunnable(program, AttachType.XDP_CPUMAP)) {
            return ENOMEM.result();
        }
        memory.writeInt(slots + 8 * index, queue);
        memory.writeInt(slots + 8 * index + 4, queue == 0 ? 0 : program);
        return 0;
    }

    @Override
    int deleteFromUser(long key) {
        long index = Integer.toUnsignedLong(memory.readInt(key));
        if (index >= maxEntries) {
            return EINVAL.result();
        }
        memory.writeLong(slots + 8 * index, 0);
        return 0;
    }
}
