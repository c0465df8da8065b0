package dev.skep.recording;

/** A recording that cannot be read. The message says which file, where, what was found and what was expected. */
public final class MalformedRecordingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedRecordingException(String file, String where, String problem) {
        super(file + ": " + where + ": " + problem);
    }
}
