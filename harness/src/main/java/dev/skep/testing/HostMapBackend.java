package dev.skep.testing;

import dev.skep.hostkernel.HostMap;
import dev.skep.hostkernel.HostRing;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A map of the kernel of this machine, and the same map of the simulated kernel beside it, which gets what it gets. */
final class HostMapBackend implements MapBackend, AutoCloseable {
    private static final byte[] NO_KEY = {};

    private final HostMap map;
    private final int cpus;
    private final SimulatedMap beside;
    private final @Nullable HostRing ring;

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
            beside.update(key, value, flags);
        }
    }

    @Override
    public void delete(byte[] key) {
        map.delete(key);
        beside.delete(key);
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
        return ring.take().stream().map(bytes -> new BufferRecord(-1, bytes)).toList();
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
