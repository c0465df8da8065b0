package dev.skep.veristat;

/** A file is no CSV of statistics. The message says where, what was found and what was expected. */
public final class MalformedCsvException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedCsvException(String file, int line, String problem) {
        super(file + ":" + line + ": " + problem);
    }
}
