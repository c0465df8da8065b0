package dev.skep.hostkernel;

import dev.skep.kernel.Errno;
import dev.skep.kernel.map.MapBatch;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.UpdateFlags;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A map of the kernel, with the element commands of {@code bpf(2)}: keys and values are bytes, per-CPU values hold one
 * part for each possible CPU, each rounded up to eight bytes.
 */
public final class HostMap extends HostDescriptor {
    /** Values that are descriptors of maps or programs, in and ids out, take this many bytes. */
    private static final int DESCRIPTOR_BYTES = 4;

    private final MapSpec spec;

    HostMap(HostKernel kernel, int descriptor, MapSpec spec) {
        super(kernel, descriptor);
        this.spec = spec;
    }

    /** What it was made from. */
    public MapSpec spec() {
        return spec;
    }

    /** Bytes of a value as the commands take and give it. */
    public int valueSize() {
        return switch (spec.type()) {
            case PERCPU_HASH, PERCPU_ARRAY, LRU_PERCPU_HASH, PERCPU_CGROUP_STORAGE ->
                (spec.valueSize() + 7) / 8 * 8 * kernel.cpus();
            case PROG_ARRAY, ARRAY_OF_MAPS, HASH_OF_MAPS, PERF_EVENT_ARRAY, CGROUP_ARRAY -> DESCRIPTOR_BYTES;
            default -> spec.valueSize();
        };
    }

    /** {@code BPF_MAP_LOOKUP_ELEM}; {@code null} when there is no such element. */
    public byte @Nullable [] find(byte[] key) {
        return taken(BpfCommand.MAP_LOOKUP_ELEM, key, UpdateFlags.ANY);
    }

    /** {@code BPF_MAP_LOOKUP_AND_DELETE_ELEM}; {@code null} when there is no such element. */
    public byte @Nullable [] findAndDelete(byte[] key) {
        return taken(BpfCommand.MAP_LOOKUP_AND_DELETE_ELEM, key, UpdateFlags.ANY);
    }

    private byte @Nullable [] taken(BpfCommand command, byte[] key, long flags) {
        try (Attributes attributes = element(key, flags)) {
            MemorySegment value = attributes.buffer(valueSize());
            attributes.putPointer(16, value);
            int result = kernel.call(command, attributes);
            if (result == Errno.ENOENT.result()) {
                return null;
            }
            return checked(result, "lookup", value.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    /** {@code BPF_MAP_UPDATE_ELEM}. */
    public void update(byte[] key, byte[] value, long flags) {
        requireSize("value", value, valueSize());
        try (Attributes attributes = element(key, flags)) {
            attributes.putBytes(16, value);
            kernel.require(BpfCommand.MAP_UPDATE_ELEM, attributes, what("update"));
        }
    }

    /** Puts a program into a map of programs. */
    public void update(byte[] key, HostProgram program) {
        update(key, descriptorBytes(program), UpdateFlags.ANY);
    }

    /** Puts a map into a map of maps. */
    public void update(byte[] key, HostMap inner) {
        update(key, descriptorBytes(inner), UpdateFlags.ANY);
    }

    private static byte[] descriptorBytes(HostDescriptor object) {
        return ProgramLoad.records(DESCRIPTOR_BYTES).putInt(object.descriptor()).array();
    }

    /** {@code BPF_MAP_DELETE_ELEM}. */
    public void delete(byte[] key) {
        try (Attributes attributes = element(key, 0)) {
            kernel.require(BpfCommand.MAP_DELETE_ELEM, attributes, what("delete"));
        }
    }

    /** {@code BPF_MAP_GET_NEXT_KEY}; the first one after {@code null}, {@code null} after the last. */
    public byte @Nullable [] nextKey(byte @Nullable [] key) {
        try (Attributes attributes = key == null ? unkeyed() : element(key, 0)) {
            MemorySegment next = attributes.buffer(spec.keySize());
            attributes.putPointer(16, next);
            int result = kernel.call(BpfCommand.MAP_GET_NEXT_KEY, attributes);
            return result == Errno.ENOENT.result()
                    ? null
                    : checked(result, "next key", next.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    /** All keys, in the order in which the kernel gives them. */
    public List<byte[]> keys() {
        List<byte[]> keys = new ArrayList<>();
        for (byte[] key = nextKey(null); key != null && keys.size() < spec.entries(); key = nextKey(key)) {
            keys.add(key);
        }
        return keys;
    }

    /** {@code BPF_MAP_FREEZE}: programs may write on, this process no longer. */
    public void freeze() {
        try (Attributes attributes = unkeyed()) {
            kernel.require(BpfCommand.MAP_FREEZE, attributes, what("freeze"));
        }
    }

    /** {@code BPF_MAP_LOOKUP_BATCH}. */
    public MapBatch lookupBatch(byte @Nullable [] cursor, int count) {
        return lookup(BpfCommand.MAP_LOOKUP_BATCH, cursor, count);
    }

    /** {@code BPF_MAP_LOOKUP_AND_DELETE_BATCH}. */
    public MapBatch lookupAndDeleteBatch(byte @Nullable [] cursor, int count) {
        return lookup(BpfCommand.MAP_LOOKUP_AND_DELETE_BATCH, cursor, count);
    }

    private MapBatch lookup(BpfCommand command, byte @Nullable [] cursor, int count) {
        try (Attributes attributes = new Attributes(56)) {
            int cursorBytes = Math.max(spec.keySize(), 4);
            MemorySegment next = attributes.buffer(cursorBytes);
            MemorySegment keys = attributes.buffer((long) spec.keySize() * count);
            MemorySegment values = attributes.buffer((long) valueSize() * count);
            if (cursor != null) {
                attributes.putBytes(0, cursor);
            }
            attributes.putPointer(8, next).putPointer(16, keys).putPointer(24, values);
            int result = kernel.call(command, attributes.put32(32, count).put32(36, descriptor()));
            int found = Math.clamp(attributes.get32(32), 0, count);
            if (result < 0 && result != Errno.ENOENT.result()) {
                found = 0;
            }
            return MapBatch.found(
                    split(keys, spec.keySize(), found),
                    split(values, valueSize(), found),
                    result < 0 ? null : next.toArray(ValueLayout.JAVA_BYTE),
                    result);
        }
    }

    /** {@code BPF_MAP_UPDATE_BATCH}. */
    public MapBatch updateBatch(List<byte[]> keys, List<byte[]> values) {
        return change(BpfCommand.MAP_UPDATE_BATCH, keys, values);
    }

    /** {@code BPF_MAP_DELETE_BATCH}. */
    public MapBatch deleteBatch(List<byte[]> keys) {
        return change(BpfCommand.MAP_DELETE_BATCH, keys, List.of());
    }

    private MapBatch change(BpfCommand command, List<byte[]> keys, List<byte[]> values) {
        try (Attributes attributes = new Attributes(56)) {
            attributes.putBytes(16, joined(keys));
            attributes.putBytes(24, joined(values));
            int result = kernel.call(command, attributes.put32(32, keys.size()).put32(36, descriptor()));
            return MapBatch.changed(attributes.get32(32), result);
        }
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        parts.forEach(joined::writeBytes);
        return joined.toByteArray();
    }

    private static List<byte[]> split(MemorySegment joined, int size, int count) {
        byte[] bytes = joined.toArray(ValueLayout.JAVA_BYTE);
        List<byte[]> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(Arrays.copyOfRange(bytes, i * size, (i + 1) * size));
        }
        return parts;
    }

    private Attributes unkeyed() {
        return new Attributes(32).put32(0, descriptor());
    }

    private Attributes element(byte[] key, long flags) {
        requireSize("key", key, spec.keySize());
        Attributes attributes = unkeyed().put64(24, flags);
        attributes.putBytes(8, key);
        return attributes;
    }

    private void requireSize(String part, byte[] bytes, int size) {
        if (bytes.length != size) {
            throw new IllegalArgumentException(
                    "map " + spec.name() + ": a " + part + " of " + bytes.length + " bytes, expected " + size);
        }
    }

    private byte[] checked(int result, String doing, byte[] bytes) {
        if (result < 0) {
            throw HostKernel.refused(result, what(doing));
        }
        return bytes;
    }

    private String what(String doing) {
        return doing + " of map " + spec.name();
    }
}
