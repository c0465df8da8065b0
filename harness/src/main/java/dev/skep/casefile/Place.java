package dev.skep.casefile;

/**
 * Where something stands in a file.
 *
 * @param file as messages call it
 * @param line counted from 1
 * @param column counted from 1
 */
public record Place(String file, int line, int column) {
    MalformedCaseFileException wrong(String problem) {
        return new MalformedCaseFileException(this, problem);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
