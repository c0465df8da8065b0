package dev.skep.nodes;

import dev.skep.helper.HelperBody;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.Invocation;
import org.jspecify.annotations.Nullable;

/** Stands between a program and a helper or kfunc, for a test that wants to see the calls or to answer them itself. */
@FunctionalInterface
public interface CallInterceptor {
    /**
     * A program calls.
     *
     * @param map the map among the arguments, if there is one
     * @param arguments as many as the function takes
     * @param kernel what would answer
     * @return what is in r0 afterwards
     */
    long call(Invocation invocation, @Nullable BpfMap map, long[] arguments, HelperBody kernel);
}
