package dev.skep.kfunc.lock;

import static dev.skep.helper.KfuncHook.COMMON;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.program.Invocation;

/** Sections without preemption, without interrupts, under RCU. */
public abstract class SectionKfuncs {
    private SectionKfuncs() {}

    /** Begins an RCU read-side critical section. */
    @Kfunc(value = "void bpf_rcu_read_lock(void)", btfId = 65499, hooks = COMMON)
    abstract long bpf_rcu_read_lock(Invocation in);

    /** Ends an RCU read-side critical section. */
    @Kfunc(value = "void bpf_rcu_read_unlock(void)", btfId = 65501, hooks = COMMON)
    abstract long bpf_rcu_read_unlock(Invocation in);

    /** Begins a section without preemption. */
    @Kfunc(value = "void bpf_preempt_disable(void)", btfId = 65298, hooks = COMMON)
    abstract long bpf_preempt_disable(Invocation in);

    /** Ends a section without preemption. */
    @Kfunc(value = "void bpf_preempt_enable(void)", btfId = 65300, hooks = COMMON)
    abstract long bpf_preempt_enable(Invocation in);

    /** Begins a section without interrupts and saves whether they were on. */
    @Kfunc(value = "void bpf_local_irq_save(long unsigned int *flags__irq_flag)", btfId = 64492, hooks = COMMON)
    abstract long bpf_local_irq_save(Invocation in, long flags);

    /** Ends a section without interrupts. */
    @Kfunc(value = "void bpf_local_irq_restore(long unsigned int *flags__irq_flag)", btfId = 64490, hooks = COMMON)
    abstract long bpf_local_irq_restore(Invocation in, long flags);
}
