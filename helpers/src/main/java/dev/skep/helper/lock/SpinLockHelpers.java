package dev.skep.helper.lock;

import static dev.skep.helper.ArgumentType.PTR_TO_SPIN_LOCK;
import static dev.skep.kernel.program.HelperFamily.COMMON;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.helper.ReturnType;
import dev.skep.kernel.Capability;
import dev.skep.kernel.KernelOops;
import dev.skep.kernel.program.Invocation;

/** Spin locks in map values and allocated objects. */
public final class SpinLockHelpers {
    private SpinLockHelpers() {}

    /** Takes a spin lock. */
    @Helper(id = 93, families = COMMON, needs = Capability.BPF, returns = ReturnType.VOID)
    static long bpf_spin_lock(Invocation in, @Arg(PTR_TO_SPIN_LOCK) long lock) {
        if (in.memory().readInt(lock) != 0) {
            throw new KernelOops("the spin lock is held already: the machine would wait forever");
        }
        in.memory().writeInt(lock, 1);
        return 0;
    }

    /** Gives a spin lock back. */
    @Helper(id = 94, families = COMMON, needs = Capability.BPF, returns = ReturnType.VOID)
    static long bpf_spin_unlock(Invocation in, @Arg(PTR_TO_SPIN_LOCK) long lock) {
        in.memory().writeInt(lock, 0);
        return 0;
    }
}
