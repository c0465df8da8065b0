package dev.skep.cli;

/** Something that the user named cannot be used. The message says what, what was found, and what was expected. */
final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadInputException(String message) {
        super(message);
    }
}
