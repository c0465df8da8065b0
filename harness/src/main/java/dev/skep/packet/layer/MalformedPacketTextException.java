package dev.skep.packet.layer;

/** A packet whose text form cannot be read. The message says what was found and what was expected. */
public final class MalformedPacketTextException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    MalformedPacketTextException(int line, int column, String problem) {
        super(problem);
        this.line = line;
        this.column = column;
    }

    /** The line within the text, counted from 1. */
    public int line() {
        return line;
    }

    /** The column within the line, counted from 1. */
    public int column() {
        return column;
    }
}
