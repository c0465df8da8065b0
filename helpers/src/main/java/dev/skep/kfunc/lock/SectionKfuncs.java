package dev.skep.kfunc.lock;

import static dev.skep.helper.KfuncHook.COMMON;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.program.Invocation;

/** Sections without preemption, without interrupts, under RCU. */
public final class SectionKfuncs {
    /** The flags register with interrupts on, as programs have it that are not in an interrupt. */
    private static final long INTERRUPTS_ON = 0x246;

    private SectionKfuncs() {}

    /** Begins an RCU read-side critical section. */
    @Kfunc(value = "void bpf_rcu_read_lock(void)", hooks = COMMON, inline = true)
    static long bpf_rcu_read_lock(Invocation in) {
        return 0;
    }

    /** Ends an RCU read-side critical section. */
    @Kfunc(value = "void bpf_rcu_read_unlock(void)", hooks = COMMON, inline = true)
    static long bpf_rcu_read_unlock(Invocation in) {
        return 0;
    }

    /** Begins a section without preemption. */
    @Kfunc(value = "void bpf_preempt_disable(void)", hooks = COMMON, inline = true)
    static long bpf_preempt_disable(Invocation in) {
        return 0;
    }

    /** Ends a section without preemption. */
    @Kfunc(value = "void bpf_preempt_enable(void)", hooks = COMMON, inline = true)
    static long bpf_preempt_enable(Invocation in) {
        return 0;
    }

    /** Begins a section without interrupts and saves whether they were on. */
    @Kfunc(value = "void bpf_local_irq_save(long unsigned int *flags__irq_flag)", hooks = COMMON, inline = true)
    static long bpf_local_irq_save(Invocation in, long flags) {
        in.memory().writeLong(flags, INTERRUPTS_ON);
        return 0;
    }

    /** Ends a section without interrupts. */
    @Kfunc(value = "void bpf_local_irq_restore(long unsigned int *flags__irq_flag)", hooks = COMMON, inline = true)
    static long bpf_local_irq_restore(Invocation in, long flags) {
        return 0;
    }
}
