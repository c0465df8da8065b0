package dev.skep.kfunc.test;

import static dev.skep.helper.KfuncFlag.RELEASE;
import static dev.skep.helper.KfuncFlag.SLEEPABLE;
import static dev.skep.helper.KfuncHook.COMMON;
import static dev.skep.helper.KfuncHook.NONE;
import static dev.skep.helper.KfuncHook.SYSCALL;
import static dev.skep.helper.KfuncHook.TC;
import static dev.skep.helper.KfuncHook.TRACING;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.program.Invocation;

/** What the kernel's own tests call and attach to. */
public abstract class TestKfuncs {
    private TestKfuncs() {}

    /** There to be attached to. */
    @Kfunc(value = "int bpf_fentry_test1(int a)", hooks = NONE, flags = SLEEPABLE)
    abstract long bpf_fentry_test1(Invocation in, long a);

    /** There to be attached to. */
    @Kfunc(value = "int bpf_modify_return_test(int a, int *b)", hooks = NONE)
    abstract long bpf_modify_return_test(Invocation in, long a, long b);

    /** There to be attached to. */
    @Kfunc(
            value = "int bpf_modify_return_test2(int a, int *b, short int c, int d, void *e, char f, int g)",
            hooks = NONE)
    abstract long bpf_modify_return_test2(Invocation in, long a, long b, long c, long d, long e, long f, long g);

    /** Fires a tracepoint. */
    @Kfunc(value = "int bpf_modify_return_test_tp(int nonce)", hooks = COMMON)
    abstract long bpf_modify_return_test_tp(Invocation in, long nonce);

    /** Destructor of a test object. */
    @Kfunc(
            value = "void bpf_kfunc_call_test_release(struct prog_test_ref_kfunc *p)",
            hooks = {TC, TRACING, SYSCALL},
            flags = RELEASE)
    abstract long bpf_kfunc_call_test_release(Invocation in, long p);

    /** Destructor of a test object. */
    @Kfunc(
            value = "void bpf_kfunc_call_memb_release(struct prog_test_member *p)",
            hooks = {TC, TRACING, SYSCALL},
            flags = RELEASE)
    abstract long bpf_kfunc_call_memb_release(Invocation in, long p);
}
