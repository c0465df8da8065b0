package dev.skep.kfunc.exception;

import static dev.skep.helper.KfuncHook.COMMON;
import static dev.skep.helper.KfuncHook.GENERIC;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.KernelOops;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ProgramException;

/** Exceptions. */
public final class ExceptionKfuncs {
    private ExceptionKfuncs() {}

    /** Unwinds the program; its exception callback, or the cookie, gives the result. */
    @SuppressWarnings("DoNotCallSuggester") // programs call it
    @Kfunc(value = "void bpf_throw(u64 cookie)", hooks = GENERIC)
    static long bpf_throw(Invocation in, long cookie) {
        throw new ProgramException(cookie);
    }

    /** What the compiler calls where the behaviour is undefined. */
    @SuppressWarnings("DoNotCallSuggester") // programs call it
    @Kfunc(value = "void __bpf_trap(void)", hooks = COMMON)
    static long __bpf_trap(Invocation in) {
        throw new KernelOops("__bpf_trap() was reached: the behaviour of the source is undefined");
    }
}
