package dev.skep.verifier.check;

import dev.skep.kernel.Errno;
import dev.skep.kernel.program.ProgramType;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.Reference;
import dev.skep.verifier.state.VerifierState;

/** What must be given back before the program ends; the kernel's {@code check_resource_leak()}. */
final class ResourceLeaks {
    private final Verification verification;

    ResourceLeaks(Verification verification) {
        this.verification = verification;
    }

    /** How a function is left. */
    enum Exit {
        NORMAL,
        THROWN
    }

    /** Whether locks and the like must be given back too. */
    enum Sections {
        MUST_END,
        MAY_GO_ON
    }

    void check(Exit exit, Sections sections, String what) {
        VerifierState state = verification.state;
        boolean ends = sections == Sections.MUST_END;
        if (ends && state.activeLocks != 0) {
            throw verification.reject(Errno.EINVAL, what + " cannot be used inside bpf_spin_lock-ed region");
        }
        checkReferences(exit, what);
        if (ends && state.activeIrqId != 0) {
            throw verification.reject(Errno.EINVAL, what + " cannot be used inside bpf_local_irq_save-ed region");
        }
        if (ends && state.activeRcuLock) {
            throw verification.reject(Errno.EINVAL, what + " cannot be used inside bpf_rcu_read_lock-ed region");
        }
        if (ends && state.activePreemptLocks != 0) {
            throw verification.reject(Errno.EINVAL, what + " cannot be used inside bpf_preempt_disable-ed region");
        }
    }

    private void checkReferences(Exit exit, String what) {
        VerifierState state = verification.state;
        if (exit == Exit.NORMAL && state.currentFrame != 0) {
            return;
        }
        boolean leaks = false;
        for (Reference reference : state.references) {
            boolean returned = verification.subject.type() == ProgramType.STRUCT_OPS
                    && exit == Exit.NORMAL
                    && verification.register(0).reference() == reference.id();
            if (reference.kind() == Reference.Kind.POINTER && !returned) {
                verification.log.line(
                        "Unreleased reference id=" + reference.id() + " alloc_insn=" + reference.instruction());
                leaks = true;
            }
        }
        if (leaks) {
            throw verification.reject(Errno.EINVAL, what + " would lead to reference leak");
        }
    }
}
