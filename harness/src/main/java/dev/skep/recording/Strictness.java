package dev.skep.recording;

/** What happens when a recording holds what cannot be read. */
public enum Strictness {
    /** Reading ends with a {@link MalformedRecordingException}. */
    STRICT,
    /** What can be read is read; {@link Losses} says what could not be. */
    LENIENT
}
