package dev.skep.isa;

/** A line that {@link Assembler} cannot read: says which, and what it expected. */
public final class MalformedAssemblyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MalformedAssemblyException(int line, String text, String expected) {
        super("line " + line + ": \"" + text + "\": expected " + expected);
    }
}
