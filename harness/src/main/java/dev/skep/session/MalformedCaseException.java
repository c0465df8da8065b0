package dev.skep.session;

/** A case file that cannot be read. The message says which file and line, what was found, and what was expected. */
public final class MalformedCaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedCaseException(String where, String problem) {
        super(where + ": " + problem);
    }
}
