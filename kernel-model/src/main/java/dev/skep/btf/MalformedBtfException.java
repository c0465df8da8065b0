package dev.skep.btf;

/** BTF bytes that do not follow the format. The message says at which byte, what was found and what was expected. */
public final class MalformedBtfException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedBtfException(String message) {
        super(message);
    }

    static MalformedBtfException at(long offset, String what, Object found, Object expected) {
        return new MalformedBtfException("byte " + offset + ": " + what + " " + found + ", expected " + expected);
    }
}
