package dev.skep.helper;

/**
 * A program needs what does not exist here yet: a helper or kfunc that has a prototype but no body, or a rule of the
 * verifier. Raised when the program is verified or loaded; the message names it.
 */
public final class NotBuiltException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotBuiltException(String message) {
        super(message);
    }
}
