package dev.skep.cli;

import dev.skep.recording.EventLinesWriter;
import dev.skep.recording.PerfDataWriter;
import dev.skep.recording.RecordedEvent;
import dev.skep.recording.RecordingReader;
import dev.skep.recording.RepeatedRecording;
import dev.skep.recording.Strictness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skep events}: a recording as JSON lines, which people can read and edit, or as perf.data. */
@Command(
        name = "events",
        description =
                "Shows a recording as JSON, an object a line (harness/EVENTS.md says which), or turns one into perf.data.")
final class EventsCommand implements Callable<Integer> {
    private final Skep skep;

    @Parameters(index = "0", paramLabel = "FILE", description = "The recording: perf.data or JSON lines; - for a pipe.")
    private Path recording = Path.of("");

    @Option(names = "--perf", paramLabel = "FILE", description = "Write a perf.data file instead.")
    private @Nullable Path perfData;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description = "Let everything happen N times, one time after the other (default 1).")
    private int times;

    @Option(names = "--lenient", description = "Take what can be read of a broken recording, and say what could not.")
    private boolean lenient;

    EventsCommand(Skep skep) {
        this.skep = skep;
    }

    @Override
    public Integer call() throws IOException {
        Strictness strictness = lenient ? Strictness.LENIENT : Strictness.STRICT;
        if (times < 1 || times > 1 && RecordingFile.isPipe(recording)) {
            throw new BadInputException(
                    "--repeat " + times + ": expected at least 1, and a file that can be read again");
        }
        try (RecordingReader reader = new RepeatedRecording(() -> RecordingFile.open(recording, strictness), times)) {
            if (perfData == null) {
                toLines(reader);
            } else {
                toPerfData(reader, perfData);
            }
            RecordingFile.complain(skep.terminal(), recording, reader.losses());
        }
        return ExitCode.DONE;
    }

    private void toLines(RecordingReader reader) throws IOException {
        RecordedEvent event = reader.next();
        try (EventLinesWriter writer = new EventLinesWriter(skep.terminal().out(), reader.cpus())) {
            for (; event != null; event = reader.next()) {
                writer.write(event);
            }
        }
    }

    private static void toPerfData(RecordingReader reader, Path target) throws IOException {
        RecordedEvent event = reader.next();
        try (PerfDataWriter writer = PerfDataWriter.create(target, Math.max(1, reader.cpus()))) {
            for (; event != null; event = reader.next()) {
                try {
                    writer.write(event);
                } catch (IllegalArgumentException e) {
                    throw new BadInputException(target.getFileName() + ": " + e.getMessage());
                }
            }
        }
    }
}
