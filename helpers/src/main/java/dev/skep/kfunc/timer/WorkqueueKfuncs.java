package dev.skep.kfunc.timer;

import static dev.skep.helper.KfuncHook.COMMON;

import dev.skep.helper.Kfunc;
import dev.skep.helper.timer.Callbacks;
import dev.skep.kernel.Errno;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.Invocation;

/** Work queues in map values. */
public final class WorkqueueKfuncs {
    private WorkqueueKfuncs() {}

    /** Prepares the work. */
    @Kfunc(value = "int bpf_wq_init(struct bpf_wq *wq, void *p__map, unsigned int flags)", hooks = COMMON)
    static long bpf_wq_init(Invocation in, long wq, BpfMap map, long flags) {
        return flags == 0 ? in.kernel().maps().deferredCalls().initWork(wq, map) : Errno.EINVAL.result();
    }

    /** Sets the function that the work calls. */
    @Kfunc(
            value =
                    "int bpf_wq_set_callback_impl(struct bpf_wq *wq, int (*callback_fn)(void *, int *, void *), unsigned int flags, void *aux__prog)",
            hooks = COMMON)
    static long bpf_wq_set_callback_impl(Invocation in, long wq, long callbackFn, long flags, long aux) {
        if (flags != 0) {
            return Errno.EINVAL.result();
        }
        return in.kernel().maps().deferredCalls().setCallback(wq, Callbacks.of(in, callbackFn));
    }

    /** Queues the work. */
    @Kfunc(value = "int bpf_wq_start(struct bpf_wq *wq, unsigned int flags)", hooks = COMMON)
    static long bpf_wq_start(Invocation in, long wq, long flags) {
        return flags == 0 ? in.kernel().maps().deferredCalls().queue(in.cpu(), wq) : Errno.EINVAL.result();
    }
}
