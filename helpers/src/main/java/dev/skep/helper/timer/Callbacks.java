package dev.skep.helper.timer;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.map.DeferredCalls;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.Invocation;

/** Functions of the running program as something that can be called when it is through. */
public final class Callbacks {
    private Callbacks() {}

    /** The function at this address of the program that runs now. */
    public static DeferredCalls.Callback of(Invocation in, long function) {
        Kernel kernel = in.kernel();
        BpfProgram program = in.program();
        return (cpu, map, key, value) -> program.executable()
                .call(new Invocation(kernel).on(cpu, program, null), function, map, key, value, 0, 0);
    }
}
