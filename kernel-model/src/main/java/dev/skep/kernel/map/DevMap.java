package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EEXIST;
import static dev.skep.kernel.Errno.EINVAL;

/** BPF_MAP_TYPE_DEVMAP: devices by number. Counterpart: {@code dev_map_ops}. */
final class DevMap extends RedirectMap {
    /** Eight bytes a slot: device, program; empty without device. */
    private final long slots;

    DevMap(MapCreation creation) {
        MapCreation checked = DeviceRules.check(creation);
        super(checked);
        slots = memory.allocate(8 * maxEntries, 8, "devices of " + name());
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
        int device = memory.readInt(value);
        int program = DeviceRules.program(memory, value, valueSize);
        if (device == 0 ? program != 0 : !DeviceRules.isSound(this, device, program)) {
            return EINVAL.result();
        }
        memory.writeInt(slots + 8 * index, device);
        memory.writeInt(slots + 8 * index + 4, program);
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
