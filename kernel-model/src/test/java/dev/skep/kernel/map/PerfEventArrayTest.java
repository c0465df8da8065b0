package dev.skep.kernel.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PerfEventArrayTest {

    @Test
    void readersFindWhatTheKernelsReadersFind() {
        List<Json> rows = Probe.rows("perf_output");
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        for (Json row : rows) {
            long flags = row.get("flags").number();
            if (flags >>> 32 != 0) {
                continue; // bytes of the context: the helper's part
            }
            asked++;
            PerfEventArray map = (PerfEventArray) Probe.kernel().maps().create(Probe.plain("perf_event_array"));
            List<PerfEvent> readers = new ArrayList<>();
            for (Json cpu : row.get("readers").items()) {
                PerfEvent reader = new PerfEvent(cpu.word(), 32);
                map.attach(cpu.word(), reader);
                readers.add(reader);
            }
            byte[] raw = new byte[row.word("size")];
            for (int i = 0; i < raw.length; i++) {
                raw[i] = (byte) (3 * i + 1);
            }
            String answer = map.output(0, flags, raw) + describe(readers);
            String expected = row.word("returns") + expected(row);
            if (!answer.equals(expected)) {
                wrong.add(row + " here " + answer);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(asked).isGreaterThanOrEqualTo(120);
    }

    private static String describe(List<PerfEvent> readers) {
        StringBuilder text = new StringBuilder();
        for (PerfEvent reader : readers) {
            for (PerfRecord record : reader.consume()) {
                if (record instanceof PerfRecord.Sample sample) {
                    String hex = Probe.hex(Probe.u32(sample.bytes().length)) + Probe.hex(sample.bytes());
                    text.append(" cpu ").append(sample.cpu()).append(' ').append(hex.length() > 4000 ? "long" : hex);
                }
            }
        }
        return text.toString();
    }

    private static String expected(Json row) {
        StringBuilder text = new StringBuilder();
        if (row.has("records")) {
            for (Json record : row.get("records").items()) {
                text.append(" cpu ")
                        .append(record.word("cpu"))
                        .append(' ')
                        .append(record.has("body") ? record.text("body") : "long");
            }
        }
        return text.toString();
    }

    @Test
    void whatDoesNotFitIsReportedAsLost() {
        PerfEventArray map = (PerfEventArray) Probe.kernel().maps().create(Probe.plain("perf_event_array"));
        PerfEvent reader = map.attachReaders(1).getFirst();
        for (int i = 0; i < 300; i++) {
            assertThat(map.output(0, PerfEventArray.CURRENT_CPU, new byte[8])).isZero();
        }
        int fitting = reader.consume().size();
        map.output(0, PerfEventArray.CURRENT_CPU, new byte[8]);

        // records of 24 bytes, the ring never quite full
        assertThat(fitting).isEqualTo(4095 / 24);
        assertThat(reader.consume()).first().isEqualTo(new PerfRecord.Lost(0, 300 - fitting));
    }
}
