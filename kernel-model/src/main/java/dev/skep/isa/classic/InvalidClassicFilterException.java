package dev.skep.isa.classic;

/**
 * A filter that the kernel refuses with EINVAL, or one that uses what Skep does not have; the message says which and
 * where.
 */
public final class InvalidClassicFilterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidClassicFilterException(int position, String problem) {
        super("classic instruction " + position + ": " + problem);
    }
}
