package dev.skep.helper.loop;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_MAP_PTR;
import static dev.skep.helper.ArgumentType.PTR_TO_FUNC;
import static dev.skep.helper.ArgumentType.PTR_TO_STACK_OR_NULL;
import static dev.skep.kernel.program.HelperFamily.COMMON;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.Capability;
import dev.skep.kernel.Errno;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.Invocation;

/** Loops over numbers and over the elements of a map. */
public final class LoopHelpers {
    /** {@code BPF_MAX_LOOPS}. */
    private static final long MAX_LOOPS = 8 * 1024 * 1024;

    private LoopHelpers() {}

    /** Calls a function so many times, or until it returns 1; gives how often it was called. */
    @Helper(id = 181, families = COMMON, needs = Capability.BPF)
    static long bpf_loop(
            Invocation in,
            @Arg(ANYTHING) long nrLoops,
            @Arg(PTR_TO_FUNC) long callbackFn,
            @Arg(PTR_TO_STACK_OR_NULL) long callbackCtx,
            @Arg(ANYTHING) long flags) {
        if (flags != 0) {
            return Errno.EINVAL.result();
        }
        long count = nrLoops & 0xffff_ffffL;
        if (count > MAX_LOOPS) {
            return Errno.E2BIG.result();
        }
        for (long i = 0; i < count; i++) {
            if (in.call(callbackFn, i, callbackCtx, 0, 0, 0) != 0) {
                return i + 1;
            }
        }
        return count;
    }

    /** Calls a function for each element of a map; gives how many it was called for. */
    @Helper(id = 164, families = COMMON, needs = Capability.BPF)
    static long bpf_for_each_map_elem(
            Invocation in,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(PTR_TO_FUNC) long callbackFn,
            @Arg(PTR_TO_STACK_OR_NULL) long callbackCtx,
            @Arg(ANYTHING) long flags) {
        return map.forEach(
                in.cpu(), (key, value) -> in.call(callbackFn, map.address(), key, value, callbackCtx, 0), flags);
    }
}
