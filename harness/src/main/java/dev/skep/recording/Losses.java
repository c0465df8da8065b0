package dev.skep.recording;

import java.util.ArrayList;
import java.util.List;

/** What of a recording could not be read, and what its recorder says that it lost. */
public final class Losses {
    /** Messages that are kept; all are counted. */
    private static final int KEPT = 50;

    private final String file;
    private final Strictness strictness;
    private final List<String> messages = new ArrayList<>();
    private long unreadable;
    private long lostByRecorder;

    Losses(String file, Strictness strictness) {
        this.file = file;
        this.strictness = strictness;
    }

    /**
     * Something cannot be read, or cannot have happened.
     *
     * @param where {@code line 7}, {@code offset 1024}
     * @throws MalformedRecordingException unless reading is lenient
     */
    public void unreadable(String where, String problem) {
        if (strictness == Strictness.STRICT) {
            throw new MalformedRecordingException(file, where, problem);
        }
        unreadable++;
        if (messages.size() < KEPT) {
            messages.add(where + ": " + problem);
        }
    }

    void lostByRecorder(long count) {
        lostByRecorder += count;
    }

    /** The first of the things that could not be read: where, and why. */
    public List<String> messages() {
        return List.copyOf(messages);
    }

    /** How many things could not be read: records, or the rest of the file. */
    public long unreadable() {
        return unreadable;
    }

    /** How many events the recorder itself says that it lost. */
    public long lostByRecorder() {
        return lostByRecorder;
    }
}
