package dev.skep.nodes;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.helper.ArgumentType;
import dev.skep.helper.BoundHelper;
import dev.skep.helper.BoundKfunc;
import dev.skep.helper.HelperBody;
import dev.skep.helper.KfuncPrototype;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.Invocation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A helper or kfunc as a call site sees it.
 *
 * @param facts its name and what a test may want to know
 * @param seam where a test goes in between
 * @param inline whether the compiler may make one piece of it and the program
 * @param callsBack whether it may call a function of the program
 * @param typesArgument register in which it gets what stands for the program's types, as the kernel's verifier writes
 *     it there; 0 when it wants none
 * @param resultMask what is in r0 afterwards: kernel functions whose result is narrower than a register leave its upper
 *     half clear, helpers fill all of it
 */
record KernelFunction(
        CalledFunction facts,
        CallSeam seam,
        HelperBody body,
        boolean inline,
        boolean callsBack,
        int typesArgument,
        long resultMask) {
    private static final long ALL = -1;
    private static final long LOW = 0xffff_ffffL;
    private static final String TYPES = "meta__ign";

    static KernelFunction of(BoundHelper helper) {
        boolean callsBack = helper.prototype().arguments().stream()
                .anyMatch(argument -> argument.type() == ArgumentType.PTR_TO_FUNC);
        return new KernelFunction(
                CalledFunction.of(helper),
                new CallSeam(),
                helper.body(),
                helper.inline(),
                callsBack || !helper.inline(),
                0,
                ALL);
    }

    static KernelFunction of(BoundKfunc kfunc) {
        KfuncPrototype prototype = kfunc.prototype();
        boolean narrow = prototype.result().isScalar() && prototype.result().sizeBytes() <= Integer.BYTES;
        return new KernelFunction(
                CalledFunction.of(kfunc),
                new CallSeam(),
                kfunc.body(),
                kfunc.inline(),
                !kfunc.inline(),
                typesArgument(prototype),
                narrow ? LOW : ALL);
    }

    private static int typesArgument(KfuncPrototype prototype) {
        for (int i = 0; i < prototype.parameters().size(); i++) {
            if (prototype.parameters().get(i).name().equals(TYPES)) {
                return i + 1;
            }
        }
        return 0;
    }

    /** As in C. */
    String name() {
        return facts.name();
    }

    long call(Invocation invocation, @Nullable BpfMap map, long r1, long r2, long r3, long r4, long r5) {
        CallInterceptor interceptor = seam.interceptor();
        if (interceptor != null) {
            return intercepted(interceptor, invocation, map, new long[] {r1, r2, r3, r4, r5}) & resultMask;
        }
        long result = inline
                ? body.call(invocation, map, r1, r2, r3, r4, r5)
                : callOutside(body, invocation, map, r1, r2, r3, r4, r5);
        return result & resultMask;
    }

    @TruffleBoundary
    private long intercepted(
            CallInterceptor interceptor, Invocation invocation, @Nullable BpfMap map, long[] registers) {
        return interceptor.call(invocation, map, Arrays.copyOf(registers, facts.arguments()), body);
    }

    @TruffleBoundary
    private static long callOutside(
            HelperBody body, Invocation invocation, @Nullable BpfMap map, long r1, long r2, long r3, long r4, long r5) {
        return body.call(invocation, map, r1, r2, r3, r4, r5);
    }
}
