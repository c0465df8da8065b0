package dev.skep.helper.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.fixtures.Fixtures;
import dev.skep.fixtures.Json;
import dev.skep.helper.PacketMachine;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.map.PerfEvent;
import dev.skep.kernel.map.PerfEventArray;
import dev.skep.kernel.map.PerfRecord;
import dev.skep.kernel.memory.AddressSpace;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Perf output with packet bytes behind it, held against the recorded answers of a 6.18 kernel. */
class PerfHelpersTest {
    private static final int PERF_EVENT_OUTPUT = 25;
    private static final int PERF_EVENT_READ = 22;
    private static final int PERF_EVENT_READ_VALUE = 55;
    private static final int[] COUNTER_SIZES = {24, 8, 23, 32};
    private static final int READER_PAGES = 32;
    private static final int LARGEST_LISTED = 65_000;

    @Test
    void recordsAndResultsAreTheKernels() {
        int compared = 0;
        for (Json row : Fixtures.probeRows("perf_output")) {
            if (row.has("rejected")) {
                continue;
            }
            PacketMachine machine = new PacketMachine(row.text("type"));
            List<PerfEvent> events = new ArrayList<>();
            BpfMap map = map(machine, row, events);
            machine.run(frame(), steps -> {
                long data = steps.buffer(70_000);
                for (int i = 0; i < 70_000; i++) {
                    steps.kernel().memory().writeByte(data + i, (byte) (i * 3 + 1));
                }
                long flags = row.number("flags");
                steps.keep(steps.value(PERF_EVENT_OUTPUT, map, steps.context(), 0, flags, data, row.number("size")));
            });
            assertThat(machine.returns()).as("%s", row).containsExactly(row.number("returns"));
            if (row.number("size") <= LARGEST_LISTED) {
                assertThat(records(events)).as("%s", row).isEqualTo(expected(row));
            }
            compared++;
        }
        assertThat(compared).isGreaterThan(280);
    }

    @Test
    void countersOfOutputAreReadAsInTheKernel() {
        List<Json> rows = Fixtures.probeRows("perf_counters");
        assertThat(rows).hasSize(21);
        for (Json row : rows) {
            PacketMachine machine = new PacketMachine("sched_cls");
            BpfMap map = map(machine, row, new ArrayList<>());
            machine.kernel().clock().advanceBy(1_000);
            machine.run(frame(), steps -> {
                long flags = row.number("flags");
                steps.keep(steps.value(PERF_EVENT_READ, map, 0, flags));
                for (int size : COUNTER_SIZES) {
                    readValue(steps, map, flags, size);
                }
            });
            List<Long> expected = new ArrayList<>();
            expected.add(row.number("read"));
            for (int size : COUNTER_SIZES) {
                expected.addAll(row.numbers("value" + size));
            }
            assertThat(machine.returns()).as("%s", row).isEqualTo(expected);
        }
    }

    /** Keeps what it returned and the buffer, with a 1 for a time. */
    private static void readValue(PacketMachine steps, BpfMap map, long flags, int size) {
        AddressSpace memory = steps.kernel().memory();
        long buffer = steps.buffer(32);
        long result = steps.value(PERF_EVENT_READ_VALUE, map, 0, flags, buffer, size);
        steps.keep(result).keep(memory.readLong(buffer));
        for (int time : new int[] {8, 16}) {
            steps.keep(result == 0 ? Long.signum(memory.readLong(buffer + time)) : memory.readLong(buffer + time));
        }
        steps.keep(memory.readLong(buffer + 24));
    }

    private static BpfMap map(PacketMachine machine, Json row, List<PerfEvent> events) {
        PerfEventArray array = (PerfEventArray)
                machine.kernel().maps().create(MapSpec.of("events", MapType.PERF_EVENT_ARRAY, 4, 4, 2));
        for (long cpu : row.numbers("readers")) {
            PerfEvent event = new PerfEvent((int) cpu, READER_PAGES);
            array.attach((int) cpu, event);
            events.add(event);
        }
        return array;
    }

    private static byte[] frame() {
        byte[] frame = new byte[100];
        for (int i = 14; i < frame.length; i++) {
            frame[i] = (byte) (i - 14);
        }
        return frame;
    }

    /** The CPU and the data of each record; of a long one only its size. */
    private static List<String> records(List<PerfEvent> events) {
        List<String> found = new ArrayList<>();
        for (PerfEvent event : events) {
            for (PerfRecord record : event.consume()) {
                byte[] bytes = ((PerfRecord.Sample) record).bytes();
                found.add(record.cpu() + ": "
                        + (bytes.length < 288 ? HexFormat.of().formatHex(bytes) : bytes.length + " bytes"));
            }
        }
        return found;
    }

    private static List<String> expected(Json row) {
        List<String> records = new ArrayList<>();
        if (row.has("records")) {
            for (Json record : row.get("records").items()) {
                // a header of eight bytes and the length of the data, of four, stand before the data
                String shown =
                        record.has("body") ? record.text("body").substring(8) : record.number("size") - 12 + " bytes";
                records.add(record.number("cpu") + ": " + shown);
            }
        }
        return records;
    }
}
