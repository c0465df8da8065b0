package dev.skep.kernel.program;

/**
 * A record of {@code line_info}: which line of the source an instruction, and those after it, come from.
 *
 * @param slot the first instruction of the line
 * @param file the source file as the compiler named it
 * @param text the line itself, as the compiler saw it
 * @param line counted from 1
 * @param column counted from 1; 0 when it is not known
 */
public record LineRecord(int slot, String file, String text, int line, int column) {
    /** In the place of a file or a text whose offset leads out of the strings: no text in C has a NUL. */
    public static final String NO_STRING = "\0";

    /** Whether file and text could be read. */
    public boolean isReadable() {
        return !file.equals(NO_STRING) && !text.equals(NO_STRING);
    }
}
