package dev.skep.language;

import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.interop.ExceptionType;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import org.jspecify.annotations.Nullable;

/**
 * An object, a program or a packet that the simulated kernel does not take, as an exception of the language: its
 * message is the reader's, the linker's or the verifier's.
 */
@ExportLibrary(InteropLibrary.class)
@SuppressWarnings("static-method") // the messages of a library are instance methods
public final class RefusedException extends AbstractTruffleException {
    private static final long serialVersionUID = 1L;

    private final ExceptionType type;

    private RefusedException(@Nullable String message, ExceptionType type) {
        super(message);
        this.type = type;
    }

    /** The object file cannot be read. */
    static RefusedException malformed(@Nullable String message) {
        return new RefusedException(message, ExceptionType.PARSE_ERROR);
    }

    /** The kernel refuses what could be read. */
    static RefusedException by(@Nullable String message) {
        return new RefusedException(message, ExceptionType.RUNTIME_ERROR);
    }

    @ExportMessage
    ExceptionType getExceptionType() {
        return type;
    }
}
