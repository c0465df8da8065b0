package dev.skep.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.skep.fixtures.Fixtures;
import dev.skep.recording.RecordedEvent.Sample;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PerfDataReaderTest {
    private static final String SHELL = "shell-pipeline";
    private static final int DATA_OFFSET = 2664;

    private final FileSystem files = Jimfs.newFileSystem(Configuration.unix());

    @AfterEach
    void closeFiles() throws IOException {
        files.close();
    }

    private static byte[] recording(String name) {
        return Fixtures.bytes("recordings/" + name + ".perf.data");
    }

    private RecordingReader open(byte[] bytes, Strictness strictness) throws IOException {
        Path path = files.getPath("x.perf.data");
        Files.write(path, bytes);
        return Recordings.open(path, strictness);
    }

    private static List<RecordedEvent> all(RecordingReader reader) throws IOException {
        List<RecordedEvent> events = new ArrayList<>();
        for (RecordedEvent event = reader.next(); event != null; event = reader.next()) {
            events.add(event);
        }
        return events;
    }

    private static List<String> samples(List<RecordedEvent> events) {
        List<String> lines = new ArrayList<>();
        for (RecordedEvent event : events) {
            if (event instanceof Sample sample) {
                RecordedEvent.Stamp stamp = sample.stamp();
                lines.add(stamp.timeNs() + "\t" + stamp.cpu() + "\t" + stamp.pid() + "\t" + stamp.tid() + "\t"
                        + sample.kind().name());
            }
        }
        return lines;
    }

    /** A file, a file with compressed records, and what perf wrote into a pipe. */
    @ParameterizedTest
    @ValueSource(strings = {SHELL, "compressed", "piped"})
    void samplesAreThoseThatPerfScriptShowsInTheSameOrder(String name) throws IOException {
        List<String> expected = new String(
                        Fixtures.bytes("recordings/" + name + ".samples.tsv"), StandardCharsets.UTF_8)
                .lines()
                .toList();
        try (RecordingReader reader = open(recording(name), Strictness.STRICT)) {
            assertThat(samples(all(reader))).isEqualTo(expected).hasSizeGreaterThan(20);
            assertThat(reader.losses().unreadable()).isZero();
        }
    }

    @Test
    void aPipeIsReadAsItComes() throws IOException {
        byte[] bytes = recording("piped");
        try (RecordingReader reader = Recordings.open("-", new ByteArrayInputStream(bytes), Strictness.STRICT)) {
            assertThat(samples(all(reader))).hasSize(28);
        }
    }

    @Test
    void aFileThatComesThroughAPipeIsRefusedWithTheReason() {
        byte[] bytes = recording(SHELL);
        assertThatThrownBy(() -> Recordings.open("-", new ByteArrayInputStream(bytes), Strictness.STRICT))
                .isInstanceOf(MalformedRecordingException.class)
                .hasMessageContaining("-: offset 8: a perf.data file comes through a pipe");
    }

    @Test
    void tasksAndMappingsStandBetweenTheSamples() throws IOException {
        try (RecordingReader reader = open(recording(SHELL), Strictness.STRICT)) {
            List<RecordedEvent> events = all(reader);
            assertThat(events).filteredOn(RecordedEvent.Fork.class::isInstance).hasSize(7);
            assertThat(events).filteredOn(RecordedEvent.Exit.class::isInstance).hasSize(8);
            assertThat(events).filteredOn(RecordedEvent.Comm.class::isInstance).hasSize(9);
            assertThat(events)
                    .filteredOn(RecordedEvent.Mapping.class::isInstance)
                    .hasSize(38)
                    .extracting(event -> ((RecordedEvent.Mapping) event).file())
                    .contains("/usr/bin/gzip", "[vdso]");
            assertThat(reader.cpus()).isEqualTo(2);
        }
    }

    @Test
    void recordsHaveTheFieldsOfTheirFormat() throws IOException {
        try (RecordingReader reader = open(recording(SHELL), Strictness.STRICT)) {
            Sample exec = (Sample) all(reader).stream()
                    .filter(event -> event instanceof Sample sample
                            && sample.kind().name().equals("sched:sched_process_exec"))
                    .findFirst()
                    .orElseThrow();
            TracepointFormat format = Objects.requireNonNull(exec.kind().format());
            FormatField filename = Objects.requireNonNull(format.field("filename"));
            assertThat(filename)
                    .isEqualTo(new FormatField("filename", "__data_loc char[]", 8, 4, FormatField.Sign.UNSIGNED));
            assertThat(filename.isText()).isTrue();
            assertThat(RecordValues.text(filename, exec.raw())).isEqualTo("/usr/bin/sh");
            assertThat(RecordValues.number(Objects.requireNonNull(format.field("pid")), exec.raw()))
                    .isEqualTo(21250);
            assertThat(format.fixedSize()).isEqualTo(20);
        }
    }

    @Test
    void aFileThatEndsTooEarlyIsRefusedWithThePlace() throws IOException {
        byte[] broken = Arrays.copyOf(recording(SHELL), 40_000);
        assertThatThrownBy(() -> open(broken, Strictness.STRICT))
                .isInstanceOf(MalformedRecordingException.class)
                .hasMessageStartingWith("x.perf.data: offset ");
    }

    @Test
    void whatIsBeforeTheBrokenPlaceIsReadWhenAsked() throws IOException {
        byte[] broken = recording(SHELL);
        // The 11th record says a size that no record has.
        int at = DATA_OFFSET;
        for (int i = 0; i < 200; i++) {
            at += Bytes.u16(broken, at + 6);
        }
        Bytes.put(broken, at + 6, 2, 3);
        try (RecordingReader reader = open(broken, Strictness.LENIENT)) {
            int read = all(reader).size();
            assertThat(read).isBetween(150, 200);
            assertThat(reader.losses().messages()).hasSize(1).first().asString().contains("offset " + at, "size of 3");
        }
    }

    @Test
    void aRecordOfAnUnknownTypeIsNamed() throws IOException {
        byte[] broken = recording(SHELL);
        int at = firstSample(broken);
        Bytes.put(broken, at, 4, 4711);
        try (RecordingReader reader = open(broken, Strictness.STRICT)) {
            assertThatThrownBy(() -> all(reader))
                    .isInstanceOf(MalformedRecordingException.class)
                    .hasMessageContaining("offset " + at + ": record of type 4711");
        }
        try (RecordingReader reader = open(broken, Strictness.LENIENT)) {
            assertThat(samples(all(reader))).hasSize(704);
            assertThat(reader.losses().unreadable()).isEqualTo(1);
        }
    }

    @Test
    void aRecordShorterThanItsFormatIsNamed() throws IOException {
        byte[] broken = recording(SHELL);
        int at = firstSample(broken);
        // IP, TID, TIME, ID, CPU, PERIOD come before the size of the raw record.
        Bytes.put(broken, at + 8 + 6 * 8, 4, 12);
        try (RecordingReader reader = open(broken, Strictness.STRICT)) {
            assertThatThrownBy(() -> all(reader))
                    .isInstanceOf(MalformedRecordingException.class)
                    .hasMessageContaining("offset " + at + ": sample of ")
                    .hasMessageContaining("with a record of 12 bytes, expected at least ");
        }
    }

    @Test
    void aSampleOfNobodysEventIsNamed() throws IOException {
        byte[] broken = recording(SHELL);
        int at = firstSample(broken);
        Bytes.put(broken, at + 8 + 3 * 8, 8, 123_456);
        try (RecordingReader reader = open(broken, Strictness.LENIENT)) {
            assertThat(samples(all(reader))).hasSize(704);
            assertThat(reader.losses().messages())
                    .containsExactly("offset " + at + ": sample of an event that no attribute describes");
        }
    }

    @Test
    void aCompressedRecordThatSaysMoreThanItHasIsNamed() throws IOException {
        byte[] broken = recording("compressed");
        int at = (int) Bytes.u64(broken, 40);
        while (Bytes.s32(broken, at) != RawRecord.COMPRESSED) {
            assertThat(at).isLessThan(broken.length - 8);
            at += Math.max(8, Bytes.u16(broken, at + 6));
        }
        // As perf of 6.16 and later writes them, with a size before the data.
        Bytes.put(broken, at, 4, RawRecord.COMPRESSED2);
        Bytes.put(broken, at + 8, 8, 1L << 34);
        String message = "offset " + at + ": compressed record of " + Bytes.u16(broken, at + 6)
                + " bytes with 17179869184 bytes of data; what follows cannot be read";
        try (RecordingReader reader = open(broken, Strictness.STRICT)) {
            assertThatThrownBy(() -> all(reader))
                    .isInstanceOf(MalformedRecordingException.class)
                    .hasMessage("x.perf.data: " + message);
        }
        try (RecordingReader reader = open(broken, Strictness.LENIENT)) {
            all(reader);
            assertThat(reader.losses().messages()).contains(message);
        }
    }

    /** The header of a file says how much there should be; what is behind the events is about the machine. */
    @ParameterizedTest
    @ValueSource(strings = {SHELL, "compressed"})
    void aFileThatWasCutShortIsNeverReadAsIfItWereWhole(String name) throws IOException {
        byte[] whole = recording(name);
        long end = Bytes.u64(whole, 40) + Bytes.u64(whole, 48);
        for (int length = 0; length < end; length += length < 300 ? 1 : 997) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> {
                        try (RecordingReader reader = open(cut, Strictness.STRICT)) {
                            all(reader);
                        }
                    })
                    .as("%d bytes", length)
                    .isInstanceOf(MalformedRecordingException.class);
        }
    }

    private static int firstSample(byte[] bytes) {
        int at = DATA_OFFSET;
        while (Bytes.s32(bytes, at) != RawRecord.SAMPLE) {
            at += Bytes.u16(bytes, at + 6);
        }
        return at;
    }

    /** Whatever a file holds, reading it gives events or a message that says where. */
    @ParameterizedTest
    @ValueSource(strings = {SHELL, "compressed", "piped"})
    void brokenFilesNeverDoMoreThanThat(String name) throws IOException {
        long seed = 20_251_130;
        Random random = new Random(seed);
        byte[] whole = recording(name);
        int refused = 0;
        for (int round = 0; round < 400; round++) {
            byte[] broken = mutated(whole, random);
            for (Strictness strictness : Strictness.values()) {
                try (RecordingReader reader = open(broken, strictness)) {
                    all(reader);
                } catch (MalformedRecordingException e) {
                    refused++;
                    assertThat(e.getMessage()).startsWith("x.perf.data: ");
                } catch (RuntimeException e) {
                    throw new AssertionError("seed " + seed + ", round " + round, e);
                }
            }
        }
        assertThat(refused).isGreaterThan(50);
    }

    private static byte[] mutated(byte[] whole, Random random) {
        byte[] broken = random.nextInt(8) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
        for (int change = random.nextInt(1, 6); change > 0 && broken.length > 0; change--) {
            int reach = random.nextBoolean() ? Math.min(broken.length, 200) : broken.length;
            broken[random.nextInt(reach)] = (byte) random.nextInt();
        }
        return broken;
    }
}
