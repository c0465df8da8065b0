package dev.skep.casefile;

/**
 * Something is not as it was expected.
 *
 * @param place of the expectation
 * @param message one line, or several
 */
public record Failure(Place place, String message) {}
