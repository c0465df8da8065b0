package dev.skep.session;

import dev.skep.btf.Btf;
import dev.skep.kernel.map.PerfEvent;
import dev.skep.kernel.map.PerfEventArray;
import dev.skep.kernel.map.PerfRecord;
import dev.skep.kernel.map.RingBuffer;
import dev.skep.link.LinkedMap;
import dev.skep.report.Records;
import dev.skep.report.RunReport.PerfSample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads the ring and perf buffers of an object as a reader in user space would, and keeps what was in them, in memory
 * or in a temporary file.
 */
public final class BufferReaders {
    /** What {@code perf_buffer__new} is mostly given. */
    private static final int PERF_PAGES = 64;

    private final List<Ring> rings = new ArrayList<>();
    private final List<Perf> perfs = new ArrayList<>();

    private record Ring(String name, RingBuffer buffer, RecordLog<Object> records) {}

    private record Perf(String name, List<PerfEvent> readers, RecordLog<PerfSample> samples) {}

    private BufferReaders(List<LinkedMap> maps, Function<String, RecordForm> forms) {
        for (LinkedMap map : maps) {
            RecordForm form = forms.apply(map.name());
            if (map.map() instanceof RingBuffer ring) {
                rings.add(new Ring(map.name(), ring, new RecordLog<>((_, bytes) -> form.show(bytes))));
            } else if (map.map() instanceof PerfEventArray array) {
                perfs.add(new Perf(
                        map.name(),
                        array.attachReaders(PERF_PAGES),
                        new RecordLog<>((cpu, bytes) -> new PerfSample(cpu, form.show(bytes)))));
            }
        }
    }

    /** Attaches a reader to each of the maps that is a buffer; records are kept as hex. */
    public static BufferReaders raw(List<LinkedMap> maps) {
        return new BufferReaders(maps, _ -> RecordForm.HEX);
    }

    /** As {@link #raw}, but records whose type the object names are kept by their type. */
    public static BufferReaders typed(List<LinkedMap> maps, Btf btf) {
        return new BufferReaders(maps, name -> RecordForm.of(btf, name));
    }

    /** Empties the buffers. */
    public void read() {
        for (Ring ring : rings) {
            for (byte[] bytes : ring.buffer.consume()) {
                ring.records.add(0, bytes);
            }
        }
        for (Perf perf : perfs) {
            for (PerfEvent reader : perf.readers) {
                for (PerfRecord entry : reader.consume()) {
                    take(perf, entry);
                }
            }
        }
    }

    private static void take(Perf perf, PerfRecord entry) {
        switch (entry) {
            case PerfRecord.Sample sample -> perf.samples.add(sample.cpu(), sample.bytes());
            case PerfRecord.Lost lost ->
                throw new IllegalStateException(lost.count() + " samples lost in " + perf.name);
        }
    }

    /** Records of each ring buffer, in order: trees of values, or hex. */
    public Map<String, Records<Object>> ringRecords() {
        Map<String, Records<Object>> records = new LinkedHashMap<>();
        rings.forEach(ring -> records.put(ring.name, ring.records.records()));
        return records;
    }

    /** Records of each perf event array, in order. */
    public Map<String, Records<PerfSample>> perfRecords() {
        Map<String, Records<PerfSample>> records = new LinkedHashMap<>();
        perfs.forEach(perf -> records.put(perf.name, perf.samples.records()));
        return records;
    }
}
