package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;

/**
 * An array that user space fills with file descriptors: of programs, events, maps. Counterpart:
 * {@code bpf_fd_array_map_*}.
 */
abstract sealed class DescriptorArray extends BpfMap permits ArrayOfMaps, CgroupArray, ProgArray, PerfEventArray {

    DescriptorArray(MapCreation creation) {
        super(creation);
    }

    /** What is in a slot as user space reads it, 0 when the slot is empty, or a negative errno. */
    abstract int read(int index);

    /** Puts what the descriptor stands for into the slot; 0 or a negative errno. */
    abstract int put(int index, int descriptor);

    /** Empties the slot; {@code false} when it was empty. */
    abstract boolean clear(int index);

    @Override
    int nextKey(long key, long next) {
        return ArrayRules.nextKey(memory, key, next, maxEntries);
    }

    @Override
    int copyToUser(long key, long value, long flags) {
        int index = memory.readInt(key);
        int found = Integer.toUnsignedLong(index) < maxEntries ? read(index) : 0;
        if (found <= 0) {
            return found == 0 ? ENOENT.result() : found;
        }
        memory.writeInt(value, found);
        return 0;
    }

    @Override
    int updateFromUser(long key, long value, long flags) {
        if (flags != UpdateFlags.ANY) {
            return EINVAL.result();
        }
        int index = memory.readInt(key);
        return Integer.toUnsignedLong(index) < maxEntries ? put(index, memory.readInt(value)) : E2BIG.result();
    }

    @Override
    int deleteFromUser(long key) {
        int index = memory.readInt(key);
        if (Integer.toUnsignedLong(index) >= maxEntries) {
            return E2BIG.result();
        }
        return clear(index) ? 0 : ENOENT.result();
    }
}
