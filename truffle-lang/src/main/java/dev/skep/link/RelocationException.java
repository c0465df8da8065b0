package dev.skep.link;

/**
 * An object that cannot be linked. The message says which object, where in it, what was found and what was expected.
 */
public final class RelocationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RelocationException(String object, String where, String found, String expected) {
        super(object + ": " + where + ": " + found + ", expected " + expected);
    }

    RelocationException(String object, String where, RuntimeException cause) {
        super(object + ": " + where + ": " + cause.getMessage(), cause);
    }
}
