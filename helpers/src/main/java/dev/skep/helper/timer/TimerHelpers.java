package dev.skep.helper.timer;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_MAP_PTR;
import static dev.skep.helper.ArgumentType.PTR_TO_FUNC;
import static dev.skep.helper.ArgumentType.PTR_TO_TIMER;
import static dev.skep.kernel.program.HelperFamily.COMMON;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.Capability;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.DeferredCalls;
import dev.skep.kernel.program.Invocation;

/** Timers; the counterpart of the {@code bpf_timer_*} part of {@code kernel/bpf/helpers.c}. */
public final class TimerHelpers {
    private TimerHelpers() {}

    /** Prepares a timer in a map value; {@code flags} name the clock. */
    @Helper(id = 169, families = COMMON, needs = Capability.BPF, gplOnly = true)
    static long bpf_timer_init(
            Invocation in, @Arg(PTR_TO_TIMER) long timer, @Arg(CONST_MAP_PTR) BpfMap map, @Arg(ANYTHING) long flags) {
        return timers(in).initTimer(timer, map, flags);
    }

    /** Sets the function that a timer calls. */
    @Helper(id = 170, families = COMMON, needs = Capability.BPF, gplOnly = true)
    static long bpf_timer_set_callback(
            Invocation in, @Arg(PTR_TO_TIMER) long timer, @Arg(PTR_TO_FUNC) long callbackFn) {
        return timers(in).setCallback(timer, Callbacks.of(in, callbackFn));
    }

    /** Starts a timer: it fires so many nanoseconds from now, or at a moment. */
    @Helper(id = 171, families = COMMON, needs = Capability.BPF, gplOnly = true)
    static long bpf_timer_start(
            Invocation in, @Arg(PTR_TO_TIMER) long timer, @Arg(ANYTHING) long nsecs, @Arg(ANYTHING) long flags) {
        return timers(in).start(in.cpu(), timer, nsecs, flags);
    }

    /** Stops a timer, and waits for its function to be through. */
    @Helper(id = 172, families = COMMON, needs = Capability.BPF, gplOnly = true)
    static long bpf_timer_cancel(Invocation in, @Arg(PTR_TO_TIMER) long timer) {
        return timers(in).cancel(timer);
    }

    private static DeferredCalls timers(Invocation in) {
        return in.kernel().maps().deferredCalls();
    }
}
