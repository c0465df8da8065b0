package dev.skep.helper;

/**
 * A program calls a helper or kfunc that has a prototype but no body here. Raised when the program is loaded for
 * execution; the message names the function.
 */
public final class NotBuiltException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotBuiltException(String message) {
        super(message);
    }
}
