package dev.skep.nodes;

import com.oracle.truffle.api.CallTarget;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.ControlFlowException;

/**
 * Leaves all functions of a program that has thrown an exception. Where the program was called, {@link #end} gives the
 * result. Counterpart: {@code bpf_throw()} in {@code kernel/bpf/helpers.c}.
 */
final class Unwinding extends ControlFlowException {
    private static final long serialVersionUID = 1L;

    private final transient Code code;
    private final long cookie;

    Unwinding(Code code, long cookie) {
        this.code = code;
        this.cookie = cookie;
    }

    /** Leaves in the activation what the program's exception callback returns, or the cookie where it has none. */
    @TruffleBoundary
    void end(Activation activation) {
        CallTarget callback = code.exceptionCallback();
        if (callback == null) {
            activation.result = cookie;
        } else {
            activation.depth = 0;
            callback.call(activation, new Arguments(cookie, 0, 0, 0, 0, activation.stackTop, 0));
        }
    }
}
