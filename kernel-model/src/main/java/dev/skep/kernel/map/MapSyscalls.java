package dev.skep.kernel.map;

import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A map as user space has it: the element commands of {@code bpf(2)}, with keys and values as bytes. Errors are
 * {@link KernelException}s with the kernel's errno. Counterpart: {@code kernel/bpf/syscall.c}.
 *
 * <p>Per-CPU values hold the value of each CPU, one after the other, each rounded up to eight bytes. Where the value is
 * a file descriptor, it is the id of the map or program, both written and read.
 */
public final class MapSyscalls {
    /** The CPU that user space runs on. */
    static final int CPU = 0;

    private final BpfMap map;
    private long keyAddress;
    private long nextKeyAddress;
    private long valueAddress;
    private boolean frozen;

    MapSyscalls(BpfMap map) {
        this.map = map;
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

    /** {@code BPF_MAP_LOOKUP_ELEM}; the only flag is {@link UpdateFlags#LOCK}. */
    public byte[] lookup(byte[] key, long flags) {
        requireReadable();
        requireLockFlagOnly(flags);
        takeKey(key);
        check(map.copyToUser(keyAddress, valueAddress, flags), "lookup");
        return value();
    }

    /** As {@link #lookup(byte[])}, with {@code null} in place of ENOENT. */
    public byte @Nullable [] find(byte[] key) {
        requireReadable();
        takeKey(key);
        int result = map.copyToUser(keyAddress, valueAddress, UpdateFlags.ANY);
        if (result == Errno.ENOENT.result()) {
            return null;
        }
        check(result, "lookup");
        return value();
    }

    /** {@code BPF_MAP_UPDATE_ELEM} with {@link UpdateFlags}. */
    public void update(byte[] key, byte[] value, long flags) {
        requireWritable();
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

    /** {@code BPF_MAP_LOOKUP_AND_DELETE_ELEM}. */
    public byte[] lookupAndDelete(byte[] key, long flags) {
        requireReadable();
        requireWritable();
        requireLockFlagOnly(flags);
        takeKey(key);
        check(map.lookupAndDelete(keyAddress, valueAddress, flags), "lookup and delete");
        return value();
    }

    /**
     * {@code BPF_MAP_GET_NEXT_KEY}: the key that follows, the first for {@code null}; {@code null} at the end, where
     * the kernel says ENOENT.
     */
    public byte @Nullable [] nextKey(byte @Nullable [] key) {
        requireReadable();
        if (key == null) {
            prepare();
        } else {
            takeKey(key);
        }
        int result = map.nextKey(key == null ? 0 : keyAddress, nextKeyAddress);
        if (result == Errno.ENOENT.result()) {
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

    /** {@code BPF_MAP_FREEZE}: from now on system calls can only read. EBUSY when it is frozen. */
    public void freeze() {
        requireWritableAtAll();
        if (frozen) {
            throw new KernelException(Errno.EBUSY, what("freeze"));
        }
        frozen = true;
    }

    public boolean isFrozen() {
        return frozen;
    }

    private void requireReadable() {
        if (map.spec.has(MapFlags.WRONLY)) {
            throw new KernelException(Errno.EPERM, what("reading a write-only map"));
        }
    }

    private void requireWritable() {
        requireWritableAtAll();
        if (frozen) {
            throw new KernelException(Errno.EPERM, what("writing a frozen map"));
        }
    }

    private void requireWritableAtAll() {
        if (map.spec.has(MapFlags.RDONLY)) {
            throw new KernelException(Errno.EPERM, what("writing a read-only map"));
        }
    }

    private void requireLockFlagOnly(long flags) {
        if ((flags & ~UpdateFlags.LOCK) != 0) {
            throw new KernelException(Errno.EINVAL, what("flags " + Long.toHexString(flags)));
        }
    }

    private void takeKey(byte[] key) {
        if (key.length != map.keySize) {
            throw new KernelException(Errno.EINVAL, what("key of " + key.length + " bytes, expected " + map.keySize));
        }
        prepare();
        map.memory.write(keyAddress, key);
    }

    private void takeValue(byte[] value) {
        if (value.length != valueSize()) {
            throw new KernelException(
                    Errno.EINVAL, what("value of " + value.length + " bytes, expected " + valueSize()));
        }
        map.memory.write(valueAddress, value);
    }

    private byte[] value() {
        return map.memory.bytes(valueAddress, valueSize());
    }

    /** The kernel's copies of what user space hands over; made when first needed. */
    private void prepare() {
        if (keyAddress == 0) {
            AddressSpace memory = map.memory;
            int key = Math.max(map.keySize, 1);
            keyAddress = memory.allocate(key, 8, "key from user space for " + map.name());
            nextKeyAddress = memory.allocate(key, 8, "key to user space from " + map.name());
            valueAddress = memory.allocate(Math.max(valueSize(), 1), 8, "value of user space for " + map.name());
        }
    }

    private void check(int result, String command) {
        if (result < 0) {
            Errno errno = Errno.of(result);
            throw new KernelException(errno == null ? Errno.EIO : errno, what(command));
        }
    }

    private String what(String command) {
        return "map " + map.name() + ": " + command;
    }
}
