package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EEXIST;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;
import static dev.skep.kernel.Errno.ENOTSUPP;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.KernelOops;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * BPF_MAP_TYPE_SK_STORAGE, INODE_STORAGE, TASK_STORAGE and CGRP_STORAGE: a value for each object of the kernel that
 * asked for one. What stands for the object is its address; user space names a task by its thread id, other objects by
 * their address, where the kernel takes descriptors. Counterpart: {@code kernel/bpf/bpf_local_storage.c}.
 */
public final class LocalStorage extends BpfMap {
    /** Flag of {@link #get}: make the value when there is none. */
    public static final long CREATE = 1;

    /** {@code BPF_LOCAL_STORAGE_MAX_VALUE_SIZE}: 64 KiB less what an element and its map take. */
    private static final int LARGEST_VALUE = 0xffff - 80;

    private final Map<Long, Long> values = new LinkedHashMap<>();

    LocalStorage(MapCreation creation) {
        check(creation);
        super(creation);
    }

    private static void check(MapCreation creation) {
        MapSpec spec = creation.spec();
        creation.require(
                (spec.flags() & ~(MapFlags.NO_PREALLOC | MapFlags.CLONE)) == 0 && spec.has(MapFlags.NO_PREALLOC),
                EINVAL,
                "map_flags are NO_PREALLOC, and CLONE where it is wanted");
        creation.require(spec.maxEntries() == 0, EINVAL, "max_entries " + spec.maxEntries() + ", expected 0");
        creation.require(spec.keySize() == Integer.BYTES, EINVAL, "key_size " + spec.keySize() + ", expected 4");
        creation.require(spec.valueSize() != 0, EINVAL, "value_size 0");
        creation.require(
                spec.keyTypeId() != 0 && spec.valueTypeId() != 0, EINVAL, "types of key and value, which it needs");
        creation.require(
                Integer.compareUnsigned(spec.valueSize(), LARGEST_VALUE) <= 0, E2BIG, "value_size above 64 KiB");
    }

    /** A map that a program hands to a helper. */
    public static LocalStorage of(BpfMap map) {
        if (map instanceof LocalStorage storage) {
            return storage;
        }
        throw new KernelOops("map " + map.name() + " is no local storage");
    }

    /**
     * The value of an object: {@code bpf_task_storage_get} and its like.
     *
     * @param owner address of the object; 0 has no value
     * @param initial address of what a new value holds; 0 for zeros
     * @param flags 0 or {@link #CREATE}
     * @return its address; 0 when there is none, or the flags are unknown
     */
    @TruffleBoundary
    public long get(long owner, long initial, long flags) {
        if (owner == 0 || (flags & ~CREATE) != 0) {
            return 0;
        }
        Long found = values.get(owner);
        if (found != null) {
            return found;
        }
        return (flags & CREATE) == 0 ? 0 : create(owner, initial);
    }

    private long create(long owner, long initial) {
        long value = memory.allocate(valueSize, Long.BYTES, "value of map " + name());
        if (initial != 0) {
            copyValue(initial, value);
        }
        values.put(owner, value);
        return value;
    }

    /** Takes the value of an object away; ENOENT when it has none, EINVAL when there is no object. */
    @TruffleBoundary
    public int remove(long owner) {
        if (owner == 0) {
            return EINVAL.result();
        }
        Long value = values.remove(owner);
        if (value == null) {
            return ENOENT.result();
        }
        releaseFields(value);
        memory.free(value);
        return 0;
    }

    /** The addresses of the values by the addresses of what they belong to, the oldest first. */
    public Map<Long, Long> elements() {
        return new LinkedHashMap<>(values);
    }

    private long ownerOf(long key) {
        int named = memory.readInt(key);
        var task = type() == MapType.TASK_STORAGE ? kernel.tasks().byPid(named) : null;
        return task == null ? 0 : task.address();
    }

    @Override
    int nextKey(long key, long next) {
        return ENOTSUPP.result();
    }

    @Override
    long lookupFromUser(long key) {
        return get(ownerOf(key), 0, 0);
    }

    @Override
    int updateFromUser(long key, long value, long flags) {
        long mode = flags & ~UpdateFlags.LOCK;
        if (Long.compareUnsigned(mode, UpdateFlags.EXIST) > 0 || lacksRequestedLock(flags)) {
            return EINVAL.result();
        }
        long owner = ownerOf(key);
        if (owner == 0) {
            return EINVAL.result();
        }
        Long old = values.get(owner);
        if (old == null) {
            return mode == UpdateFlags.EXIST ? ENOENT.result() : created(owner, value);
        }
        if (mode == UpdateFlags.NOEXIST) {
            return EEXIST.result();
        }
        if ((flags & UpdateFlags.LOCK) != 0) {
            copyValue(value, old);
            return 0;
        }
        remove(owner);
        return created(owner, value);
    }

    private int created(long owner, long value) {
        create(owner, value);
        return 0;
    }

    @Override
    int deleteFromUser(long key) {
        return remove(ownerOf(key));
    }
}
