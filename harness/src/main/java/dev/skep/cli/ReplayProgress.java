package dev.skep.cli;

import dev.skep.recording.Losses;
import dev.skep.recording.RecordedEvent;
import dev.skep.recording.RecordingReader;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Counts events on their way, and draws how much of the recording is done while a person watches. */
final class ReplayProgress implements RecordingReader {
    /** Every so many events; a power of two. */
    private static final long STEP = 1 << 16;

    private static final int BAR = 40;

    private final StatusLine status;
    private final RecordingReader reader;
    private final long sizeBytes;
    private long count;

    /** Draws for a recording of so many bytes; 0 if nobody knows. */
    ReplayProgress(Terminal terminal, RecordingReader reader, long sizeBytes) {
        this.status = new StatusLine(terminal);
        this.reader = reader;
        this.sizeBytes = sizeBytes;
    }

    @Override
    public @Nullable RecordedEvent next() throws IOException {
        RecordedEvent event = reader.next();
        if (event == null) {
            status.wipe();
        } else if ((++count & STEP - 1) == 0) {
            status.show(howFar());
        }
        return event;
    }

    private String howFar() {
        String events = String.format(Locale.ROOT, "%,d events", count);
        if (sizeBytes == 0) {
            return events;
        }
        double share = Math.min(1, (double) reader.position() / sizeBytes);
        int filled = (int) (share * BAR);
        return String.format(
                Locale.ROOT, "[%s%s] %3.0f %%, %s", "=".repeat(filled), " ".repeat(BAR - filled), 100 * share, events);
    }

    @Override
    public Losses losses() {
        return reader.losses();
    }

    @Override
    public int cpus() {
        return reader.cpus();
    }

    @Override
    public String place() {
        return reader.place();
    }

    @Override
    public long position() {
        return reader.position();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
