package dev.skep.testing;

import dev.skep.hostkernel.HostMap;
import dev.skep.hostkernel.HostRing;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A map of the kernel of this machine, and the same map of the simulated kernel beside it, which gets what it gets. */
final class HostMapBackend implements MapBackend, AutoCloseable {
    private static final byte[] NO_KEY = {};
    private static final HexFormat HEX = HexFormat.of();

    private final HostMap map;
    private final int cpus;
    private final SimulatedMap beside;
    private final @Nullable HostRing ring;
    private final List<String> seen = new ArrayList<>();

    HostMapBackend(HostMap map, int cpus, SimulatedMap beside) {
        this.map = map;
        this.cpus = cpus;
        this.beside = beside;
        this.ring = map.spec().type() == MapType.RINGBUF ? HostRing.of(map) : null;
    }

    HostMap map() {
        return map;
    }

    @Override
    public MapSpec spec() {
        return map.spec();
    }

    @Override
    public int cpus() {
        return cpus;
    }

    @Override
    public byte @Nullable [] find(byte[] key) {
        return map.find(key);
    }

    @Override
    public void update(byte[] key, byte[] value, long flags) {
        map.update(key, value, flags);
        if (value.length == beside.valueBytes()) {
            alike("update", () -> beside.update(key, value, flags));
        }
    }

    @Override
    public void put(byte[] key, ObjectBackend.LoadedHandle program) {
        if (!(program instanceof HostBackend.Handle handle)) {
            throw new IllegalArgumentException("map " + spec().name() + ": a program of another kernel");
        }
        map.update(key, handle.program());
        alike("update", () -> beside.put(key, handle.beside()));
    }

    @Override
    public void put(byte[] key, MapBackend inner) {
        if (!(inner instanceof HostMapBackend other)) {
            throw new IllegalArgumentException("map " + spec().name() + ": a map of another kernel");
        }
        map.update(key, other.map);
        alike("update", () -> beside.put(key, other.beside));
    }

    @Override
    public void delete(byte[] key) {
        map.delete(key);
        alike("delete", () -> beside.delete(key));
    }

    /** What this machine's kernel did, the simulated one does, too; that it does not is no failure of the test. */
    private void alike(String doing, Runnable simulated) {
        try {
            simulated.run();
        } catch (KernelException e) {
            seen.add(Difference.text(
                    "map " + spec().name() + ", " + doing, "done", e.errno().name()));
        }
    }

    @Override
    public List<byte[]> keys() {
        return map.keys();
    }

    @Override
    public byte @Nullable [] take() {
        beside.take();
        return map.findAndDelete(NO_KEY);
    }

    @Override
    public List<BufferRecord> consume() {
        if (ring == null) {
            throw new UnsupportedOnHostException(
                    "map " + spec().name() + ": perf buffers of the kernel of this machine are not read");
        }
        List<byte[]> records = ring.take();
        List<byte[]> simulated =
                beside.consume().stream().map(BufferRecord::bytes).toList();
        compareRecords(records, simulated);
        return records.stream().map(bytes -> new BufferRecord(-1, bytes)).toList();
    }

    private void compareRecords(List<byte[]> here, List<byte[]> simulated) {
        for (int i = 0; i < Math.max(here.size(), simulated.size()); i++) {
            String left = i < here.size() ? HEX.formatHex(here.get(i)) : "none";
            String right = i < simulated.size() ? HEX.formatHex(simulated.get(i)) : "none";
            if (!left.equals(right)) {
                seen.add(Difference.text("map " + spec().name() + ", record " + i, left, right));
            }
        }
    }

    /** Where this map is, or was, not as that of the simulated kernel. */
    List<String> differences() {
        List<String> differences = new ArrayList<>(seen);
        switch (spec().type()) {
            case HASH, ARRAY, LRU_HASH, LPM_TRIE, PERCPU_HASH, PERCPU_ARRAY, LRU_PERCPU_HASH -> {
                Map<String, String> here = elements(keys(), this::find, cpus);
                Map<String, String> simulated = elements(beside.keys(), beside::find, beside.cpus());
                Set<String> keys = new TreeSet<>(here.keySet());
                keys.addAll(simulated.keySet());
                for (String key : keys) {
                    String left = here.getOrDefault(key, "none");
                    String right = simulated.getOrDefault(key, "none");
                    if (!left.equals(right)) {
                        differences.add(Difference.text("map " + spec().name() + ", key " + key, left, right));
                    }
                }
            }
            default -> {
                // holds records, or what only its own kernel knows
            }
        }
        return differences;
    }

    private interface Lookup {
        byte @Nullable [] find(byte[] key);
    }

    private Map<String, String> elements(List<byte[]> keys, Lookup lookup, int parts) {
        Map<String, String> elements = new TreeMap<>();
        for (byte[] key : keys) {
            byte[] value = lookup.find(key);
            if (value != null) {
                elements.put(HEX.formatHex(key), shown(value, parts));
            }
        }
        return elements;
    }

    /** On which CPU of this machine a program ran, is chance: per-CPU values are those that are not zero, in order. */
    private String shown(byte[] value, int parts) {
        return switch (spec().type()) {
            case PERCPU_HASH, PERCPU_ARRAY, LRU_PERCPU_HASH -> {
                int size = value.length / parts;
                yield IntStream.range(0, parts)
                        .mapToObj(part -> HEX.formatHex(value, part * size, (part + 1) * size))
                        .filter(part -> !part.chars().allMatch(digit -> digit == '0'))
                        .sorted()
                        .collect(Collectors.joining(" "));
            }
            default -> HEX.formatHex(value);
        };
    }

    @Override
    public byte[] reference() {
        throw new UnsupportedOnHostException(
                "map " + spec().name() + ": put into another map of the kernel of this machine");
    }

    @Override
    public void close() {
        if (ring != null) {
            ring.close();
        }
    }
}
