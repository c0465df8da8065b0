package dev.skep.packet;

/** A capture that cannot be read. The message says which file, at which byte, what was found and what was expected. */
public final class MalformedCaptureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedCaptureException(String file, long offset, String problem) {
        super(file + ": offset " + offset + ": " + problem);
    }
}
