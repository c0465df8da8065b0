package dev.skep.testing;

/** The kernel of the machine cannot do what a simulated one can; the message says what and why. */
public final class UnsupportedOnHostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsupportedOnHostException(String message) {
        super(message);
    }
}
