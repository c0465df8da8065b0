package dev.skep.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.fixtures.Fixtures;
import dev.skep.recording.RecordedEvent.Sample;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PerfScriptReaderTest {
    private static List<Sample> samples(byte[] bytes) throws IOException {
        List<Sample> samples = new ArrayList<>();
        try (RecordingReader reader = Recordings.open("x", new ByteArrayInputStream(bytes), Strictness.STRICT)) {
            for (RecordedEvent event = reader.next(); event != null; event = reader.next()) {
                if (event instanceof Sample sample) {
                    samples.add(sample);
                }
            }
        }
        return samples;
    }

    private static List<Sample> recorded() throws IOException {
        Path path = Path.of("..", "fixtures", "recordings", "shell-pipeline.perf.data");
        List<Sample> samples = new ArrayList<>();
        try (RecordingReader reader = Recordings.open(path, Strictness.STRICT)) {
            for (RecordedEvent event = reader.next(); event != null; event = reader.next()) {
                if (event instanceof Sample sample) {
                    samples.add(sample);
                }
            }
        }
        return samples;
    }

    /** What the text does not tell: flags of the context, the number of a call, and what is rounded or renamed. */
    private static Map<String, Object> told(Sample sample) {
        TracepointFormat format = Objects.requireNonNull(sample.kind().format());
        Map<String, Object> fields = new HashMap<>(
                RecordFields.decode(format, sample.raw(), sample.stamp().tid()));
        fields.keySet().removeIf(name -> name.startsWith("common_") || name.equals("__syscall_nr"));
        return fields;
    }

    @Test
    void theTextTellsWhatTheRecordingSays() throws IOException {
        List<Sample> read = samples(Fixtures.bytes("recordings/shell-pipeline.script.txt"));
        List<Sample> recorded = recorded();
        assertThat(read).hasSameSizeAs(recorded).hasSize(705);
        int compared = 0;
        for (int i = 0; i < read.size(); i++) {
            Sample sample = recorded.get(i);
            assertThat(read.get(i).stamp().timeNs()).isEqualTo(sample.stamp().timeNs());
            assertThat(read.get(i).stamp().tid()).isEqualTo(sample.stamp().tid());
            assertThat(read.get(i).kind().name()).isEqualTo(sample.kind().name());
            // The words of these two are not names and values.
            if (!List.of("block:block_rq_issue", "sched:sched_wakeup")
                    .contains(sample.kind().name())) {
                assertThat(told(read.get(i))).as("line %s", i + 1).isEqualTo(told(sample));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(650);
    }

    @Test
    void otherTextsAreRefusedWithTheLine() {
        byte[] text = "hello, world of text\n".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> samples(text))
                .isInstanceOf(MalformedRecordingException.class)
                .hasMessage("x: line 1: neither perf.data, nor JSON, nor a line of perf script with task, CPU, time and"
                        + " tracepoint");
        byte[] unknown = "sh 1 [000] 1.000000: net:net_dev_queue: dev=lo\n".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> samples(unknown)).hasMessageContaining("line 1: tracepoint net:net_dev_queue");
    }
}
