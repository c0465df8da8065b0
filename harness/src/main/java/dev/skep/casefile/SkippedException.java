package dev.skep.casefile;

/** A case cannot be run here; the message says why. */
final class SkippedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SkippedException(String reason) {
        super(reason);
    }
}
