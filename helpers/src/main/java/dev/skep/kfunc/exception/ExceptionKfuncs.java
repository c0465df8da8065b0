package dev.skep.kfunc.exception;

import static dev.skep.helper.KfuncHook.COMMON;
import static dev.skep.helper.KfuncHook.GENERIC;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.program.Invocation;

/** Exceptions. */
public abstract class ExceptionKfuncs {
    private ExceptionKfuncs() {}

    /** Unwinds the program; its exception callback, or the cookie, gives the result. */
    @Kfunc(value = "void bpf_throw(u64 cookie)", btfId = 66008, hooks = GENERIC)
    abstract long bpf_throw(Invocation in, long cookie);

    /** What the compiler calls where the behaviour is undefined. */
    @Kfunc(value = "void __bpf_trap(void)", btfId = 48057, hooks = COMMON)
    abstract long __bpf_trap(Invocation in);
}
