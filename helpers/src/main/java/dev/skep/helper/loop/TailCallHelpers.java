package dev.skep.helper.loop;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_MAP_PTR;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.kernel.program.HelperFamily.CORE;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.helper.ReturnType;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.Invocation;

/** The jump into another program. The engine executes it; its prototype stands here. */
public abstract class TailCallHelpers {
    private TailCallHelpers() {}

    /** Runs the program at an index of a prog array in place of this one; falls through when there is none. */
    @Helper(id = 12, families = CORE, returns = ReturnType.VOID)
    abstract long bpf_tail_call(
            Invocation in,
            @Arg(PTR_TO_CTX) long ctx,
            @Arg(CONST_MAP_PTR) BpfMap progArrayMap,
            @Arg(ANYTHING) long index);
}
