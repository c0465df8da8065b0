package dev.skep.verifier.structure;

/**
 * Where the code from a slot on comes from; {@code struct bpf_line_info}.
 *
 * @param slot unsigned
 * @param fileNameOffset in the strings of the program's BTF
 * @param lineOffset the text of the line, in the same strings
 * @param lineColumn the number of the line in the upper 22 bits, the column in the lower 10
 */
public record LineRecord(int slot, int fileNameOffset, int lineOffset, int lineColumn) {
    private static final int COLUMN_BITS = 10;

    public int line() {
        return lineColumn >>> COLUMN_BITS;
    }

    public int column() {
        return lineColumn & ((1 << COLUMN_BITS) - 1);
    }
}
