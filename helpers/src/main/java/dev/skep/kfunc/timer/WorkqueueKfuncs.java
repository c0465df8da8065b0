package dev.skep.kfunc.timer;

import static dev.skep.helper.KfuncHook.COMMON;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.Invocation;

/** Work queues in map values. */
public abstract class WorkqueueKfuncs {
    private WorkqueueKfuncs() {}

    /** Prepares the work. */
    @Kfunc(
            value = "int bpf_wq_init(struct bpf_wq *wq, void *p__map, unsigned int flags)",
            btfId = 66132,
            hooks = COMMON)
    abstract long bpf_wq_init(Invocation in, long wq, BpfMap map, long flags);

    /** Sets the function that the work calls. */
    @Kfunc(
            value =
                    "int bpf_wq_set_callback_impl(struct bpf_wq *wq, int (*callback_fn)(void *, int *, void *), unsigned int flags, void *aux__prog)",
            btfId = 66135,
            hooks = COMMON)
    abstract long bpf_wq_set_callback_impl(Invocation in, long wq, long callbackFn, long flags, long aux);

    /** Queues the work. */
    @Kfunc(value = "int bpf_wq_start(struct bpf_wq *wq, unsigned int flags)", btfId = 66138, hooks = COMMON)
    abstract long bpf_wq_start(Invocation in, long wq, long flags);
}
