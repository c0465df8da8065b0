package dev.skep.testing;

import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.PerfEvent;
import dev.skep.kernel.map.PerfEventArray;
import dev.skep.kernel.map.PerfRecord;
import dev.skep.kernel.map.RingBuffer;
import dev.skep.kernel.map.UpdateFlags;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A map of a simulated kernel. */
final class SimulatedMap implements MapBackend {
    /** What {@code perf_buffer__new} is mostly given. */
    private static final int PERF_PAGES = 64;

    private static final byte[] NO_KEY = {};

    private final BpfMap map;
    /** Readers of a perf event array, one for each CPU. */
    private final List<PerfEvent> readers;

    private final List<BufferRecord> drained = new ArrayList<>();

    SimulatedMap(BpfMap map) {
        this.map = map;
        this.readers = map instanceof PerfEventArray array ? array.attachReaders(PERF_PAGES) : List.of();
    }

    @Override
    public MapSpec spec() {
        return map.spec();
    }

    @Override
    public int cpus() {
        return map.kernel().config().cpus();
    }

    @Override
    public byte @Nullable [] find(byte[] key) {
        return map.syscall().find(key);
    }

    @Override
    public void update(byte[] key, byte[] value, long flags) {
        map.syscall().update(key, value, flags);
    }

    @Override
    public void put(byte[] key, ObjectBackend.LoadedHandle program) {
        update(key, program.reference(), UpdateFlags.ANY);
    }

    @Override
    public void put(byte[] key, MapBackend inner) {
        update(key, inner.reference(), UpdateFlags.ANY);
    }

    @Override
    public void delete(byte[] key) {
        map.syscall().delete(key);
    }

    @Override
    public List<byte[]> keys() {
        return map.syscall().keys();
    }

    @Override
    public byte @Nullable [] take() {
        try {
            return map.syscall().lookupAndDelete(NO_KEY, 0);
        } catch (KernelException e) {
            if (e.errno() == Errno.ENOENT) {
                return null;
            }
            throw e;
        }
    }

    @Override
    public List<BufferRecord> consume() {
        drain();
        List<BufferRecord> records = List.copyOf(drained);
        drained.clear();
        return records;
    }

    /** Reads the buffer, as a reader does who is always there, and keeps the records for the test. */
    void drain() {
        List<BufferRecord> records = drained;
        if (map instanceof RingBuffer ring) {
            ring.consume().forEach(bytes -> records.add(new BufferRecord(-1, bytes)));
        }
        for (PerfEvent reader : readers) {
            for (PerfRecord record : reader.consume()) {
                switch (record) {
                    case PerfRecord.Sample sample -> records.add(new BufferRecord(sample.cpu(), sample.bytes()));
                    case PerfRecord.Lost lost ->
                        throw new IllegalStateException("map " + map.name() + ": " + lost.count()
                                + " samples were lost, since the test read them too late");
                }
            }
        }
    }

    /** Bytes of a value as system calls have it. */
    int valueBytes() {
        return map.syscall().valueSize();
    }

    @Override
    public byte[] reference() {
        return LittleEndian.bytes(map.id(), Integer.BYTES);
    }
}
