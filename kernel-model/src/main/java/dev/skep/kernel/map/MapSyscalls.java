package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;
import static dev.skep.kernel.Errno.ENOTSUPP;
import static dev.skep.kernel.Errno.EPERM;

import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A map as user space has it: the element commands of {@code bpf(2)}, with keys and values as bytes. Errors are
 * {@link KernelException}s with the kernel's errno. Counterpart: {@code kernel/bpf/syscall.c}.
 *
 * <p>Maps without keys take an array of no bytes. Per-CPU values hold the value of each CPU, one after the other, each
 * rounded up to eight bytes. Where the value is a file descriptor, it is the id of the map or program, both written and
 * read.
 */
public final class MapSyscalls {
    /** The CPU that user space runs on. */
    static final int CPU = 0;

    private final BpfMap map;
    private final MapBatches batches;
    private long keyAddress;
    private long nextKeyAddress;
    private long valueAddress;
    private boolean frozen;

    MapSyscalls(BpfMap map) {
        this.map = map;
        this.batches = new MapBatches(map, this);
    }

    /** Bytes of a key. */
    public int keySize() {
        return map.keySize;
    }

    /** Bytes of a value as the commands here take and give it. */
    public int valueSize() {
        return map.userValueSize();
    }

    /** {@code BPF_MAP_LOOKUP_ELEM}. ENOENT when there is no such element. */
    public byte[] lookup(byte[] key) {
        return lookup(key, UpdateFlags.ANY);
    }

    /**
     * {@code BPF_MAP_LOOKUP_ELEM}; the only flag is {@link UpdateFlags#LOCK}. Of queues and stacks it shows what comes
     * out next.
     */
    public byte[] lookup(byte[] key, long flags) {
        requireLookupFlags(flags);
        requireReadable();
        requireLock(flags);
        takeKey(key);
        check(map.copyToUser(keyAddress, valueAddress, flags), "lookup");
        return value();
    }

    /** As {@link #lookup(byte[])}, with {@code null} in place of ENOENT. */
    public byte @Nullable [] find(byte[] key) {
        requireReadable();
        takeKey(key);
        int result = map.copyToUser(keyAddress, valueAddress, UpdateFlags.ANY);
        if (result == ENOENT.result()) {
            return null;
        }
        check(result, "lookup");
        return value();
    }

    /** {@code BPF_MAP_LOOKUP_ELEM} of a Bloom filter, which takes a value: whether it may have been put in. */
    public boolean mayContain(byte[] value) {
        requireReadable();
        prepare();
        takeValue(value);
        int result = map.copyToUser(keyAddress, valueAddress, UpdateFlags.ANY);
        if (result != ENOENT.result()) {
            check(result, "lookup");
        }
        return result == 0;
    }

    /** {@code BPF_MAP_UPDATE_ELEM} with {@link UpdateFlags}; queues, stacks and Bloom filters take the value in. */
    public void update(byte[] key, byte[] value, long flags) {
        requireWritable();
        requireLock(flags);
        takeKey(key);
        takeValue(value);
        check(map.updateFromUser(keyAddress, valueAddress, flags), "update");
    }

    /** {@code BPF_MAP_DELETE_ELEM}. */
    public void delete(byte[] key) {
        requireWritable();
        takeKey(key);
        check(map.deleteFromUser(keyAddress), "delete");
    }

    /** {@code BPF_MAP_LOOKUP_AND_DELETE_ELEM}: for hash tables, and what comes out of queues and stacks. */
    public byte[] lookupAndDelete(byte[] key, long flags) {
        requireLookupFlags(flags);
        requireReadable();
        requireWritable();
        if (flags != 0 && map instanceof QueueStackMap) {
            throw failure(EINVAL, "flags 0x" + Long.toHexString(flags));
        }
        requireLock(flags);
        takeKey(key);
        check(map.lookupAndDelete(keyAddress, valueAddress, flags), "lookup and delete");
        return value();
    }

    /**
     * {@code BPF_MAP_GET_NEXT_KEY}: the key that follows, the first one for {@code null} and mostly for a key that is
     * not there; {@code null} at the end, where the kernel says ENOENT.
     */
    public byte @Nullable [] nextKey(byte @Nullable [] key) {
        requireReadable();
        if (key == null) {
            prepare();
        } else {
            takeKey(key);
        }
        int result = map.nextKey(key == null ? 0 : keyAddress, nextKeyAddress);
        if (result == ENOENT.result()) {
            return null;
        }
        check(result, "next key");
        return map.memory.bytes(nextKeyAddress, map.keySize);
    }

    /** All keys in the order in which {@link #nextKey} walks. */
    public List<byte[]> keys() {
        List<byte[]> keys = new ArrayList<>();
        for (byte[] key = nextKey(null); key != null; key = nextKey(key)) {
            keys.add(key);
        }
        return keys;
    }

    /**
     * {@code BPF_MAP_LOOKUP_BATCH}.
     *
     * @param cursor where the batch before stopped, {@code null} to begin
     * @param count how many elements there is room for
     * @param flags {@link UpdateFlags#LOCK} or none
     */
    public MapBatch lookupBatch(byte @Nullable [] cursor, int count, long flags) {
        requireReadable();
        return batches.lookup(cursor, count, flags);
    }

    /** {@code BPF_MAP_LOOKUP_AND_DELETE_BATCH}. */
    public MapBatch lookupAndDeleteBatch(byte @Nullable [] cursor, int count, long flags) {
        requireReadable();
        requireWritable();
        return batches.lookupAndDelete(cursor, count, flags);
    }

    /** {@code BPF_MAP_UPDATE_BATCH}: all up to the first that fails, whose errno the batch holds. */
    public MapBatch updateBatch(List<byte[]> keys, List<byte[]> values, long flags) {
        requireWritable();
        return batches.update(keys, values, flags);
    }

    /** {@code BPF_MAP_DELETE_BATCH}: all up to the first that fails, whose errno the batch holds. */
    public MapBatch deleteBatch(List<byte[]> keys, long flags) {
        requireWritable();
        return batches.delete(keys, flags);
    }

    /** {@code BPF_MAP_FREEZE}: from now on system calls can only read. EPERM when they already can. */
    public void freeze() {
        if (!map.specialFields().isEmpty()) {
            throw failure(ENOTSUPP, "freezing a map with special fields");
        }
        requireWritable();
        frozen = true;
    }

    /** Whether {@link #freeze} was called. */
    public boolean isFrozen() {
        return frozen;
    }

    private void requireReadable() {
        if (map.spec.has(MapFlags.WRONLY)) {
            throw failure(EPERM, "reading a write-only map");
        }
    }

    private void requireWritable() {
        if (map.spec.has(MapFlags.RDONLY)) {
            throw failure(EPERM, "writing a read-only map");
        }
        if (frozen) {
            throw failure(EPERM, "writing a frozen map");
        }
    }

    private void requireLookupFlags(long flags) {
        if ((flags & ~UpdateFlags.LOCK) != 0) {
            throw failure(EINVAL, "flags 0x" + Long.toHexString(flags));
        }
    }

    void requireLock(long flags) {
        if (map.lacksRequestedLock(flags)) {
            throw failure(EINVAL, "no spin lock in the value to hold");
        }
    }

    /** The kernel's copy of a key from user space. */
    long takeKey(byte[] key) {
        if (key.length != map.keySize) {
            throw failure(EINVAL, "key of " + key.length + " bytes, expected " + map.keySize);
        }
        prepare();
        map.memory.write(keyAddress, key);
        return keyAddress;
    }

    /** The kernel's copy of a value from user space. */
    long takeValue(byte[] value) {
        if (value.length != valueSize()) {
            throw failure(EINVAL, "value of " + value.length + " bytes, expected " + valueSize());
        }
        map.memory.write(valueAddress, value);
        return valueAddress;
    }

    /** Where the kernel puts a value for user space. */
    long valueBuffer() {
        prepare();
        return valueAddress;
    }

    /** What the kernel has put into {@link #valueBuffer}. */
    byte[] value() {
        return map.memory.bytes(valueAddress, valueSize());
    }

    /** The kernel's copies of what user space hands over; made when first needed. */
    private void prepare() {
        if (keyAddress == 0) {
            AddressSpace memory = map.memory;
            int key = Math.max(map.keySize, 1);
            keyAddress = memory.allocate(key, 8, "key from user space for " + map.name());
            nextKeyAddress = memory.allocate(key, 8, "key to user space from " + map.name());
            valueAddress = memory.allocate(Math.max(valueSize(), 8), 8, "value of user space for " + map.name());
        }
    }

    private void check(int result, String command) {
        if (result < 0) {
            throw failure(Objects.requireNonNull(Errno.of(result)), command);
        }
    }

    KernelException failure(Errno errno, String what) {
        return new KernelException(errno, "map " + map.name() + ": " + what);
    }
}
