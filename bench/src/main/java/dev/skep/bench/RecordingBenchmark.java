package dev.skep.bench;

import dev.skep.kernel.KernelConfig;
import dev.skep.language.Admission;
import dev.skep.language.BpfEngine;
import dev.skep.object.ObjectReader;
import dev.skep.object.ObjectSpec;
import dev.skep.recording.RecordedEvent;
import dev.skep.recording.RecordingReader;
import dev.skep.recording.Recordings;
import dev.skep.recording.Strictness;
import dev.skep.replay.Attachments;
import dev.skep.replay.Replay;
import dev.skep.session.MapReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A perf.data of a few hundred events: read from its file, and happening again in a kernel where a tool that counts
 * system calls is attached.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RecordingBenchmark {
    private static final String RECORDING = "recordings/shell-pipeline.perf.data";
    private static final String TOOL = "syscall_counts.bpf.o";

    private @Nullable Path file;
    private @Nullable BpfEngine engine;
    private @Nullable Replay replay;
    private List<RecordedEvent> events = List.of();

    /** Attaches the tool, plays the recording once, and looks whether the tool saw it. */
    @Setup
    public void attach() throws IOException {
        Path copy = Files.createTempFile("skep-bench", ".perf.data");
        Files.write(copy, bytes(RECORDING));
        file = copy;
        events = read();
        engine = BpfEngine.open();
        Replay prepared = new Replay(engine, KernelConfig.reference(), MapReader.Form.TYPED, Admission.VERIFIED);
        ObjectSpec tool = ObjectReader.read(TOOL, bytes("tools/" + TOOL));
        if (prepared.attach(tool, Attachments.PLAIN).isPresent()) {
            throw new IllegalStateException(TOOL + " is rejected");
        }
        replay = prepared;
        if (play() == 0) {
            throw new IllegalStateException(TOOL + " saw nothing of the recording");
        }
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream stream = RecordingBenchmark.class.getResourceAsStream("/fixtures/" + name)) {
            return Objects.requireNonNull(stream, name).readAllBytes();
        }
    }

    /** Closes its engine, and deletes the copy of the recording. */
    @TearDown
    public void close() throws IOException {
        Objects.requireNonNull(engine, "set up").close();
        Files.delete(Objects.requireNonNull(file, "set up"));
    }

    /** How many events the recording has. */
    int events() {
        return events.size();
    }

    /** All events of the file, in the order of time. */
    @Benchmark
    public List<RecordedEvent> read() throws IOException {
        List<RecordedEvent> all = new ArrayList<>();
        try (RecordingReader reader = Recordings.open(Objects.requireNonNull(file, "set up"), Strictness.STRICT)) {
            for (RecordedEvent event = reader.next(); event != null; event = reader.next()) {
                all.add(event);
            }
        }
        return all;
    }

    /** All events once more; gives how often a program ran because of one, since the tool was attached. */
    @Benchmark
    public long play() {
        Replay playing = Objects.requireNonNull(replay, "set up");
        events.forEach(playing::play);
        return playing.fired();
    }
}
