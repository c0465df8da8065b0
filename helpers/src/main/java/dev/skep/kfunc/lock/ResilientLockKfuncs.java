package dev.skep.kfunc.lock;

import static dev.skep.helper.KfuncFlag.RET_NULL;
import static dev.skep.helper.KfuncHook.COMMON;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.Invocation;

/** Spin locks that notice deadlocks. */
public final class ResilientLockKfuncs {
    private static final long INTERRUPTS_ON = 0x246;

    private ResilientLockKfuncs() {}

    /** Takes the lock; fails rather than to wait forever. */
    @Kfunc(value = "int bpf_res_spin_lock(struct bpf_res_spin_lock *lock)", hooks = COMMON, flags = RET_NULL)
    static long bpf_res_spin_lock(Invocation in, long lock) {
        return take(in, lock);
    }

    /** Gives the lock back. */
    @Kfunc(value = "void bpf_res_spin_unlock(struct bpf_res_spin_lock *lock)", hooks = COMMON)
    static long bpf_res_spin_unlock(Invocation in, long lock) {
        in.memory().writeInt(lock, 0);
        return 0;
    }

    /** Takes the lock with interrupts off. */
    @Kfunc(
            value = "int bpf_res_spin_lock_irqsave(struct bpf_res_spin_lock *lock, long unsigned int *flags__irq_flag)",
            hooks = COMMON,
            flags = RET_NULL)
    static long bpf_res_spin_lock_irqsave(Invocation in, long lock, long flags) {
        in.memory().writeLong(flags, INTERRUPTS_ON);
        return take(in, lock);
    }

    /** Gives the lock back and restores interrupts. */
    @Kfunc(
            value =
                    "void bpf_res_spin_unlock_irqrestore(struct bpf_res_spin_lock *lock, long unsigned int *flags__irq_flag)",
            hooks = COMMON)
    static long bpf_res_spin_unlock_irqrestore(Invocation in, long lock, long flags) {
        in.memory().writeInt(lock, 0);
        return 0;
    }

    /** There is one thread: who holds the lock is who asks for it again. */
    private static long take(Invocation in, long lock) {
        if (in.memory().readInt(lock) != 0) {
            return Errno.EDEADLK.result();
        }
        in.memory().writeInt(lock, 1);
        return 0;
    }
}
