package dev.skep.helper.loop;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_MAP_PTR;
import static dev.skep.helper.ArgumentType.PTR_TO_FUNC;
import static dev.skep.helper.ArgumentType.PTR_TO_STACK_OR_NULL;
import static dev.skep.helper.ArgumentType.SCALAR;
import static dev.skep.kernel.program.HelperFamily.COMMON;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.Invocation;

/** Loops over numbers and over the elements of a map. */
public abstract class LoopHelpers {
    private LoopHelpers() {}

    /** Calls a function so many times, or until it returns 1; gives how often it was called. */
    @Helper(id = 181, families = COMMON)
    abstract long bpf_loop(
            Invocation in,
            @Arg(SCALAR) long nrLoops,
            @Arg(PTR_TO_FUNC) long callbackFn,
            @Arg(PTR_TO_STACK_OR_NULL) long callbackCtx,
            @Arg(ANYTHING) long flags);

    /** Calls a function for each element of a map; gives how many it was called for. */
    @Helper(id = 164, families = COMMON)
    abstract long bpf_for_each_map_elem(
            Invocation in,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(PTR_TO_FUNC) long callbackFn,
            @Arg(PTR_TO_STACK_OR_NULL) long callbackCtx,
            @Arg(ANYTHING) long flags);
}
