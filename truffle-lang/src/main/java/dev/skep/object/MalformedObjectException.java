package dev.skep.object;

/** An object file that cannot be read. The message says which file, where, what was found and what was expected. */
public final class MalformedObjectException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedObjectException(String object, String where, String found, String expected) {
        super(object + ": " + where + ": " + found + ", expected " + expected);
    }

    MalformedObjectException(String object, String where, RuntimeException cause) {
        super(object + ": " + where + ": " + cause.getMessage(), cause);
    }
}
