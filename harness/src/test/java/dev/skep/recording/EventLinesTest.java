package dev.skep.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.skep.fixtures.Fixtures;
import dev.skep.recording.RecordedEvent.Happening;
import dev.skep.recording.RecordedEvent.Sample;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLinesTest {
    private static final String FORMAT = "{\"format\":{\"id\":9,\"system\":\"t\",\"name\":\"e\",\"fields\":["
            + "{\"name\":\"common_type\",\"type\":\"unsigned short\",\"offset\":0,\"size\":2},"
            + "{\"name\":\"common_pid\",\"type\":\"int\",\"offset\":4,\"size\":4,\"signed\":true},"
            + "{\"name\":\"path\",\"type\":\"__data_loc char[]\",\"offset\":8,\"size\":4},"
            + "{\"name\":\"who\",\"type\":\"char[4]\",\"offset\":12,\"size\":4},"
            + "{\"name\":\"n\",\"type\":\"short\",\"offset\":16,\"size\":2,\"signed\":true},"
            + "{\"name\":\"more\",\"type\":\"__data_loc u16[]\",\"offset\":20,\"size\":4}]}}\n";

    private final FileSystem files = Jimfs.newFileSystem(Configuration.unix());

    @AfterEach
    void closeFiles() throws IOException {
        files.close();
    }

    private static RecordingReader lines(String text, Strictness strictness) throws IOException {
        return Recordings.open("x.jsonl", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), strictness);
    }

    private static List<RecordedEvent> all(RecordingReader reader) throws IOException {
        try (reader) {
            List<RecordedEvent> events = new ArrayList<>();
            for (RecordedEvent event = reader.next(); event != null; event = reader.next()) {
                events.add(event);
            }
            return events;
        }
    }

    /** Events as texts: arrays have no equality. */
    private static List<String> shown(List<RecordedEvent> events) {
        return events.stream()
                .map(event -> event instanceof Sample sample
                        ? sample.stamp()
                                + sample.kind().name()
                                + sample.ip()
                                + Arrays.toString(sample.callChain())
                                + sample.period()
                                + Arrays.toString(sample.raw())
                        : event.toString())
                .toList();
    }

    private List<RecordedEvent> recorded(String name) throws IOException {
        Path path = files.getPath(name);
        Files.write(path, Fixtures.bytes("recordings/" + name + ".perf.data"));
        return all(Recordings.open(path, Strictness.STRICT));
    }

    private static String written(List<RecordedEvent> events) {
        StringWriter text = new StringWriter();
        try (EventLinesWriter writer = new EventLinesWriter(text, 2)) {
            events.forEach(writer::write);
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shell-pipeline", "compressed", "piped"})
    void nothingIsLostOnTheWayThroughJsonAndBack(String name) throws IOException {
        List<RecordedEvent> events = recorded(name);
        assertThat(shown(all(lines(written(events), Strictness.STRICT))))
                .isEqualTo(shown(events))
                .hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shell-pipeline", "compressed", "piped"})
    void nothingIsLostOnTheWayThroughPerfDataAndBack(String name) throws IOException {
        List<RecordedEvent> events = recorded(name);
        Path path = files.getPath("back.perf.data");
        try (PerfDataWriter writer = PerfDataWriter.create(path, 2)) {
            for (RecordedEvent event : events) {
                writer.write(event);
            }
        }
        List<RecordedEvent> back = all(Recordings.open(path, Strictness.STRICT));
        assertThat(shown(back)).isEqualTo(shown(events));
    }

    @Test
    void fieldsBecomeTheRecordThatTheKernelWouldWrite() throws IOException {
        String event = "{\"time\":5,\"cpu\":1,\"pid\":7,\"tid\":8,\"event\":\"t:e\",\"fields\":"
                + "{\"path\":\"/x\",\"who\":\"abc\",\"n\":-2,\"more\":[258,3]}}";
        Sample sample = (Sample) all(lines(FORMAT + event, Strictness.STRICT)).getFirst();
        assertThat(sample.stamp()).isEqualTo(new RecordedEvent.Stamp(5, 1, 7, 8));
        assertThat(sample.raw())
                .containsExactly(
                        9, 0, 0, 0, 8, 0, 0, 0, 24, 0, 3, 0, 'a', 'b', 'c', 0, -2, -1, 0, 0, 27, 0, 4, 0, '/', 'x', 0,
                        2, 1, 3, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void whatDoesNotFitIsNamedWithItsLine() {
        assertThatThrownBy(() -> all(lines(FORMAT + "{\"event\":\"t:e\",\"fields\":{\"m\":1}}", Strictness.STRICT)))
                .isInstanceOf(MalformedRecordingException.class)
                .hasMessageContaining("x.jsonl: line 2: t:e has no field m, expected one of [common_type");
        assertThatThrownBy(() -> all(lines(FORMAT + "{\"event\":\"t:e\",\"fields\":{\"n\":\"x\"}}", Strictness.STRICT)))
                .hasMessageContaining("line 2: t:e, field n: x does not fit short of 2 bytes");
        assertThatThrownBy(() -> all(lines("{\"event\":\"t:f\"}", Strictness.STRICT)))
                .hasMessageContaining("line 1: event t:f, whose format no line before it says");
        assertThatThrownBy(() -> all(lines("{\"time\":1}", Strictness.STRICT)))
                .hasMessageContaining("line 1: a line that is no event");
        assertThatThrownBy(() -> all(lines("{\"comm\":", Strictness.STRICT))).hasMessageContaining("line 1: column ");
    }

    @Test
    void brokenLinesArePassedOverWhenAskedAndCounted() throws IOException {
        RecordingReader reader =
                lines("{\"comm\":{\"comm\":\"a\"}}\n{]\n\n{\"comm\":{\"comm\":\"b\"}}", Strictness.LENIENT);
        assertThat(all(reader)).hasSize(2);
        assertThat(reader.losses().unreadable()).isEqualTo(1);
    }

    @Test
    void callsAndTasksAreReadWithTheirArguments() throws IOException {
        String text = "{\"task\":{\"pid\":42,\"comm\":\"ls\"}}\n"
                + "{\"time\":3,\"pid\":42,\"tid\":42,\"lsm\":\"file_open\",\"args\":{\"file\":{\"file\":\"/etc/passwd\"}}}\n"
                + "{\"time\":4,\"function\":\"do_unlinkat\",\"args\":[-100,\"0x10\"],\"returns\":-2}\n";
        List<RecordedEvent> events = all(lines(text, Strictness.STRICT));
        assertThat(events)
                .containsExactly(
                        new RecordedEvent.Present(
                                RecordedEvent.Stamp.BEFORE,
                                RecordedEvent.Present.Thing.TASK,
                                Map.of("pid", 42L, "comm", "ls")),
                        new Happening(
                                new RecordedEvent.Stamp(3, 0, 42, 42),
                                Happening.Place.LSM,
                                "file_open",
                                List.of(),
                                Map.of("file", Map.of("file", "/etc/passwd")),
                                0),
                        new Happening(
                                new RecordedEvent.Stamp(4, 0, -1, -1),
                                Happening.Place.FUNCTION,
                                "do_unlinkat",
                                List.of(-100L, "0x10"),
                                Map.of(),
                                -2));
        assertThat(all(lines(written(events), Strictness.STRICT))).isEqualTo(events);
    }

    @Test
    void brokenTextsNeverDoMoreThanSayWhere() throws IOException {
        long seed = 20_251_130;
        Random random = new Random(seed);
        String whole = written(recorded("piped"));
        int refused = 0;
        for (int round = 0; round < 300; round++) {
            StringBuilder broken = new StringBuilder(whole);
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                broken.setCharAt(random.nextInt(broken.length()), "{}[]\":,0-9xe\n".charAt(random.nextInt(13)));
            }
            broken.setCharAt(0, '{');
            try {
                all(lines(broken.toString(), Strictness.STRICT));
            } catch (MalformedRecordingException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
        assertThat(refused).isGreaterThan(100);
    }
}
