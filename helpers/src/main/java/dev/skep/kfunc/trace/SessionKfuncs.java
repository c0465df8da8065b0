package dev.skep.kfunc.trace;

import static dev.skep.helper.KfuncHook.KPROBE_SESSION;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.program.Invocation;

/** Sessions: programs that are called at the entry and at the return of a function. */
public final class SessionKfuncs {
    private SessionKfuncs() {}

    /** Whether the function is returning. */
    @Kfunc(value = "bool bpf_session_is_return(void)", hooks = KPROBE_SESSION)
    static long bpf_session_is_return(Invocation in) {
        return in.occurrence().returnValue().isPresent() ? 1 : 0;
    }

    /** Eight bytes that the call at the return finds as the call at the entry left them. */
    @Kfunc(value = "__u64 *bpf_session_cookie(void)", hooks = KPROBE_SESSION)
    static long bpf_session_cookie(Invocation in) {
        return in.occurrence().sessionCookie();
    }
}
