package dev.skep.nodes;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.helper.ArgumentType;
import dev.skep.helper.BoundHelper;
import dev.skep.helper.BoundKfunc;
import dev.skep.helper.HelperBody;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * A helper or kfunc as a call site sees it.
 *
 * @param name as in C
 * @param inline whether the compiler may make one piece of it and the program
 * @param callsBack whether it may call a function of the program
 */
record KernelFunction(String name, HelperBody body, boolean inline, boolean callsBack) {
    static KernelFunction of(BoundHelper helper) {
        boolean callsBack = helper.prototype().arguments().stream()
                .anyMatch(argument -> argument.type() == ArgumentType.PTR_TO_FUNC);
        return new KernelFunction(
                helper.prototype().functionName(), helper.body(), helper.inline(), callsBack || !helper.inline());
    }

    static KernelFunction of(BoundKfunc kfunc) {
        return new KernelFunction(kfunc.prototype().name(), kfunc.body(), kfunc.inline(), !kfunc.inline());
    }

    long call(Invocation invocation, @Nullable BpfMap map, long r1, long r2, long r3, long r4, long r5) {
        return inline
                ? body.call(invocation, map, r1, r2, r3, r4, r5)
                : callOutside(body, invocation, map, r1, r2, r3, r4, r5);
    }

    @TruffleBoundary
    private static long callOutside(
            HelperBody body, Invocation invocation, @Nullable BpfMap map, long r1, long r2, long r3, long r4, long r5) {
        return body.call(invocation, map, r1, r2, r3, r4, r5);
    }
}
