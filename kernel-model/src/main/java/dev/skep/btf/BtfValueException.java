package dev.skep.btf;

/** A value that does not fit its type. The message says where in the value, what was found and what was expected. */
public final class BtfValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    BtfValueException(String path, String found, String expected) {
        super((path.isEmpty() ? "value" : path) + ": " + found + ", expected " + expected);
    }
}
