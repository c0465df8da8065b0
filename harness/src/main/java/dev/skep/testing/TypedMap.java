package dev.skep.testing;

import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.map.UpdateFlags;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map as user space sees it, that speaks BTF: keys and values go in as numbers, texts, records, {@code Map}s or
 * {@code List}s by the types that the program declared, and come out as numbers ({@code Long}), texts, {@code Map}s and
 * {@code List}s.
 *
 * <pre>{@code
 * flows.put(Map.of("saddr", ipv4("10.0.0.9"), "dport", 80), 1);
 * flows.put(new Flow(source, 80), 1);             // record Flow(byte[] saddr, int dport)
 * Stats stats = flows.get(key, Stats.class);      // record Stats(long packets, long bytes)
 * }</pre>
 *
 * <p>What the kernel refuses is a {@link dev.skep.kernel.KernelException} with its errno.
 */
public final class TypedMap {
    private static final byte[] NO_KEY = {};

    private final String object;
    private final String name;
    private final MapBackend map;
    private final RecordType records;

    TypedMap(String object, String name, MapBackend map, RecordType records) {
        this.object = object;
        this.name = name;
        this.map = map;
        this.records = records;
    }

    /** As the source has it. */
    public String name() {
        return name;
    }

    public MapType type() {
        return map.spec().type();
    }

    /** Most elements that it can hold. */
    public long capacity() {
        return map.spec().entries();
    }

    /**
     * Puts an element in, whether there was one or not. Of a per-CPU map a {@code List} has a value for each CPU, and
     * any other value goes to all of them. Into maps of programs or maps goes a {@link Program} or a {@link TypedMap}.
     */
    public void put(Object key, Object value) {
        switch (value) {
            case Program program -> map.put(key(key), program.handle());
            case TypedMap inner -> map.put(key(key), inner.map);
            default -> map.update(key(key), value(value), UpdateFlags.ANY);
        }
    }

    /** Puts several elements in. */
    public void putAll(Map<?, ?> elements) {
        elements.forEach(this::put);
    }

    /** The value for a key, of a per-CPU map a {@code List} with one for each CPU; null when there is none. */
    public @Nullable Object get(Object key) {
        byte[] bytes = map.find(key(key));
        return bytes == null ? null : read(bytes);
    }

    /**
     * The value for a key as a number, a text or a record.
     *
     * @throws java.util.NoSuchElementException if there is none
     * @throws IllegalArgumentException if the value cannot be that
     */
    public <T> T get(Object key, Class<T> as) {
        Object value = get(key);
        if (value == null) {
            throw new java.util.NoSuchElementException(place() + ": no element for key " + key);
        }
        return RecordMapping.as(value, as);
    }

    /** The value for a key of a per-CPU map, all CPUs added up; 0 when there is none. */
    public long sum(Object key) {
        requirePerCpu("sum");
        Object values = get(key);
        long sum = 0;
        if (values instanceof List<?> list) {
            for (Object value : list) {
                sum += RecordMapping.as(value, Long.class);
            }
        }
        return sum;
    }

    public boolean contains(Object key) {
        return map.find(key(key)) != null;
    }

    /** Takes an element out; ENOENT when there is none. */
    public void remove(Object key) {
        map.delete(key(key));
    }

    /** Takes all elements out; elements of arrays become zero. */
    public void clear() {
        for (byte[] key : map.keys()) {
            if (isArray()) {
                map.update(key, new byte[valueBytes()], UpdateFlags.ANY);
            } else {
                map.delete(key);
            }
        }
    }

    private boolean isArray() {
        return type() == MapType.ARRAY || type() == MapType.PERCPU_ARRAY;
    }

    /** How many elements there are; of an array as many as it can hold. */
    public int size() {
        return map.keys().size();
    }

    public boolean isEmpty() {
        return map.keys().isEmpty();
    }

    /** All keys, in the order in which {@code BPF_MAP_GET_NEXT_KEY} walks. */
    public List<Object> keys() {
        return map.keys().stream().map(keyType()::read).toList();
    }

    /** All elements, in the same order. */
    public Map<Object, Object> entries() {
        requireElements();
        Map<Object, Object> entries = new LinkedHashMap<>();
        for (byte[] key : map.keys()) {
            byte[] value = map.find(key);
            if (value != null) {
                entries.put(keyType().read(key), read(value));
            }
        }
        return entries;
    }

    /** Puts a value into a queue, a stack or a Bloom filter. */
    public void push(Object value) {
        map.update(NO_KEY, valueType().write(value), UpdateFlags.ANY);
    }

    /** Takes out what comes out of a queue or stack next; null when it is empty. */
    public @Nullable Object pop() {
        byte[] bytes = map.take();
        return bytes == null ? null : valueType().read(bytes);
    }

    /**
     * Takes the records out of a ring or perf buffer, oldest first. They are typed where the map's name says how: a map
     * {@code events} has records of {@code struct event} or {@code struct events}. Others are hex.
     */
    public List<Object> records() {
        requireBuffer();
        return map.consume().stream()
                .map(record -> records.read(record.bytes()))
                .toList();
    }

    /**
     * Takes the records out as records of Java, whose type is that of the struct with the class's name:
     * {@code ScanEvent} is {@code struct scan_event}, unless the map's name says the type.
     */
    public <T> List<T> records(Class<T> as) {
        requireBuffer();
        RecordType type = records.named(RecordMapping.snakeCase(as.getSimpleName()));
        List<T> typed = new ArrayList<>();
        for (MapBackend.BufferRecord record : map.consume()) {
            typed.add(RecordMapping.as(type.readTyped(record.bytes()), as));
        }
        return List.copyOf(typed);
    }

    /** Takes the records out as they are. */
    public List<byte[]> rawRecords() {
        requireBuffer();
        return map.consume().stream().map(MapBackend.BufferRecord::bytes).toList();
    }

    /** How a value that a test expects would be read: numbers of any width as {@code Long}, records as {@code Map}s. */
    public Object normalisedValue(Object value) {
        return read(value(value));
    }

    /** How a key that a test expects would be read. */
    public Object normalisedKey(Object key) {
        return keyType().read(key(key));
    }

    public boolean isPerCpu() {
        return switch (type()) {
            case PERCPU_HASH, PERCPU_ARRAY, LRU_PERCPU_HASH, PERCPU_CGROUP_STORAGE -> true;
            default -> false;
        };
    }

    /** Whether it holds records that are read once, and no elements. */
    public boolean isBuffer() {
        return type() == MapType.RINGBUF || type() == MapType.PERF_EVENT_ARRAY;
    }

    MapBackend backend() {
        return map;
    }

    private ValueType keyType() {
        MapSpec spec = map.spec();
        return new ValueType(place() + ", key", spec.btf(), spec.keyTypeId(), spec.keySize());
    }

    private ValueType valueType() {
        MapSpec spec = map.spec();
        return new ValueType(place() + ", value", spec.btf(), spec.valueTypeId(), spec.valueSize());
    }

    private byte[] key(Object key) {
        requireElements();
        return keyType().write(key);
    }

    private byte[] value(Object value) {
        return switch (value) {
            case Program program -> program.reference();
            case TypedMap inner -> inner.map.reference();
            default -> isPerCpu() ? perCpu(value) : valueType().write(value);
        };
    }

    private byte[] perCpu(Object value) {
        byte[] all = new byte[valueBytes()];
        int part = all.length / map.cpus();
        List<?> parts = value instanceof List<?> list ? list : null;
        if (parts != null && parts.size() != map.cpus()) {
            throw new IllegalArgumentException(
                    place() + ": " + parts.size() + " values, expected one for each of " + map.cpus() + " CPUs");
        }
        for (int cpu = 0; cpu < map.cpus(); cpu++) {
            byte[] one = valueType().write(parts == null ? value : parts.get(cpu));
            System.arraycopy(one, 0, all, cpu * part, one.length);
        }
        return all;
    }

    /** Bytes of a value as system calls have it. */
    private int valueBytes() {
        int size = map.spec().valueSize();
        return isPerCpu() ? (size + 7) / 8 * 8 * map.cpus() : size;
    }

    private Object read(byte[] bytes) {
        if (!isPerCpu()) {
            return valueType().read(bytes);
        }
        int part = bytes.length / map.cpus();
        List<Object> values = new ArrayList<>();
        for (int cpu = 0; cpu < map.cpus(); cpu++) {
            values.add(valueType()
                    .read(Arrays.copyOfRange(
                            bytes, cpu * part, cpu * part + map.spec().valueSize())));
        }
        return List.copyOf(values);
    }

    private void requirePerCpu(String doing) {
        if (!isPerCpu()) {
            throw new UnsupportedOperationException(place() + " has one value for all CPUs, so there is no " + doing);
        }
    }

    private void requireElements() {
        if (isBuffer()) {
            throw new UnsupportedOperationException(
                    place() + " (" + type().lowerCaseName() + ") has records and no elements: use records()");
        }
    }

    private void requireBuffer() {
        if (!isBuffer()) {
            throw new UnsupportedOperationException(
                    place() + " (" + type().lowerCaseName() + ") has elements and no records: use get() or entries()");
        }
    }

    private String place() {
        return object + ": map " + name;
    }

    @Override
    public String toString() {
        return place();
    }
}
