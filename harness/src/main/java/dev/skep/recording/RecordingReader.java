package dev.skep.recording;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a recording, an event after the other. Memory does not grow with the length of the recording. */
public interface RecordingReader extends Closeable {
    /**
     * The next event in the order of time, or null at the end.
     *
     * @throws MalformedRecordingException where the recording breaks its format, unless reading is lenient
     * @throws IOException where it cannot be read
     */
    @Nullable
    RecordedEvent next() throws IOException;

    /** What could not be read so far. */
    Losses losses();

    /** How many CPUs the machine had; 0 where the recording does not say, or not yet. */
    int cpus();

    /** How many bytes were read so far. */
    long position();

    /** Where the event stood that was read last, or not far before: {@code line 7}, {@code offset 1024}. */
    default String place() {
        return "offset " + position();
    }
}
