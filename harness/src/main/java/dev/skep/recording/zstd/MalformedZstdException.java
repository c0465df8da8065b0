package dev.skep.recording.zstd;

/** Bytes that are no zstd stream, or not one of what they should be. */
public final class MalformedZstdException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedZstdException(String problem) {
        super(problem);
    }
}
