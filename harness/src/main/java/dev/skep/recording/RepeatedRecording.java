package dev.skep.recording;

import dev.skep.recording.RecordedEvent.Stamp;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A recording that happens several times, one time after the other: long recordings are made of short ones this way.
 * What was so from the beginning (time 0) is told once.
 */
public final class RepeatedRecording implements RecordingReader {
    /** Between the last event of one time and the first of the next. */
    private static final long PAUSE_NS = 1_000_000;

    private final Opener opener;
    private RecordingReader current;
    private int left;
    private long shiftNs;
    private long firstNs;
    private long lastNs;

    /** Opens the recording from its beginning. */
    @FunctionalInterface
    public interface Opener {
        RecordingReader open() throws IOException;
    }

    /**
     * Opens it for the first time.
     *
     * @param times at least 1
     */
    public RepeatedRecording(Opener opener, int times) throws IOException {
        if (times < 1) {
            throw new IllegalArgumentException("repeated " + times + " times, expected at least once");
        }
        this.opener = opener;
        this.left = times - 1;
        this.current = opener.open();
    }

    @Override
    public @Nullable RecordedEvent next() throws IOException {
        RecordedEvent event = current.next();
        while (event == null || shiftNs != 0 && event.stamp().timeNs() == 0) {
            if (event == null) {
                if (left == 0) {
                    return null;
                }
                left--;
                shiftNs += lastNs - firstNs + PAUSE_NS;
                current.close();
                current = opener.open();
            }
            event = current.next();
        }
        long timeNs = event.stamp().timeNs();
        if (timeNs != 0) {
            firstNs = firstNs == 0 ? timeNs : firstNs;
            lastNs = Math.max(lastNs, timeNs);
        }
        return shiftNs == 0 ? event : event.at(later(event.stamp()));
    }

    private Stamp later(Stamp stamp) {
        return new Stamp(stamp.timeNs() + shiftNs, stamp.cpu(), stamp.pid(), stamp.tid());
    }

    @Override
    public int cpus() {
        return current.cpus();
    }

    @Override
    public Losses losses() {
        return current.losses();
    }

    @Override
    public String place() {
        return current.place();
    }

    @Override
    public long position() {
        return current.position();
    }

    @Override
    public void close() throws IOException {
        current.close();
    }
}
