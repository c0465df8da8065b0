package dev.skep.nodes;

import com.oracle.truffle.api.Assumption;
import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link CallInterceptor} goes in between a program and a function of the kernel. As long as there is none,
 * compiled code has nothing here: it is compiled under the assumption that nothing changes.
 */
final class CallSeam {
    private static final String NAME = "who answers calls of a helper";

    @CompilationFinal
    private Assumption unchanged = Assumption.create(NAME);

    @CompilationFinal
    private @Nullable CallInterceptor interceptor;

    @Nullable
    CallInterceptor interceptor() {
        if (CompilerDirectives.inCompiledCode() && !unchanged.isValid()) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
        }
        return interceptor;
    }

    /** From now on calls go through this; straight to the kernel again for null. */
    @TruffleBoundary
    void put(@Nullable CallInterceptor next) {
        Assumption before = unchanged;
        interceptor = next;
        unchanged = Assumption.create(NAME);
        before.invalidate();
    }
}
