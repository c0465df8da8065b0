package dev.skep.verifier.check;

import dev.skep.helper.KfuncFlag;
import dev.skep.kernel.Errno;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.SlotType;
import dev.skep.verifier.state.StackSlot;
import dev.skep.verifier.state.VerifierState;

/** Sections that kernel functions open and close, and that forbid some of them: RCU, preemption, interrupts. */
final class KfuncSections {
    private final Verification verification;
    private final GraphNodes nodes;

    KfuncSections(CheckRooms rooms) {
        this.verification = rooms.verification;
        this.nodes = rooms.nodes;
    }

    void apply(KfuncFacts facts) {
        boolean sleeps = facts.prototype.has(KfuncFlag.SLEEPABLE);
        rcu(facts.name(), sleeps);
        preemption(facts.name(), sleeps);
        if (verification.state.activeIrqId != 0 && sleeps) {
            throw verification.reject(
                    Errno.EACCES, "kernel func " + facts.name() + " is sleepable within IRQ-disabled region");
        }
        if (facts.prototype.has(KfuncFlag.RCU_PROTECTED) && !Sections.inRcu(verification)) {
            throw verification.reject(
                    Errno.EACCES, "kernel func " + facts.name() + " requires RCU critical section protection");
        }
    }

    private void rcu(String name, boolean sleeps) {
        VerifierState state = verification.state;
        boolean locks = name.equals(KfuncNames.RCU_READ_LOCK);
        boolean unlocks = name.equals(KfuncNames.RCU_READ_UNLOCK);
        if (!state.activeRcuLock) {
            if (unlocks) {
                throw verification.reject(Errno.EINVAL, "unmatched rcu read unlock (kernel function " + name + ")");
            }
            state.activeRcuLock = locks;
            return;
        }
        if (nodes.inTreeCallback() && (locks || unlocks)) {
            throw verification.reject(
                    Errno.EACCES, "Calling bpf_rcu_read_{lock,unlock} in unnecessary rbtree callback");
        }
        if (locks) {
            throw verification.reject(Errno.EINVAL, "nested rcu read lock (kernel function " + name + ")");
        }
        if (unlocks) {
            distrustProtected();
            state.activeRcuLock = false;
        } else if (sleeps) {
            throw verification.reject(
                    Errno.EACCES, "kernel func " + name + " is sleepable within rcu_read_lock region");
        }
    }

    /** What RCU protected may be gone: it can be read, but nothing more. Iterators are among it. */
    private void distrustProtected() {
        VerifierState state = verification.state;
        state.replaceRegisters(KfuncSections::distrusted);
        for (int number = 0; number <= state.currentFrame; number++) {
            for (int index = 0; index < state.frame(number).slotCount(); index++) {
                StackSlot slot = state.frame(number).slot(index);
                if (slot.kind() == SlotType.ITERATOR) {
                    state.frame(number).spilled(index, distrusted(slot.spilled()));
                }
            }
        }
    }

    private static RegisterState distrusted(RegisterState register) {
        RegisterType type = register.type();
        return type.has(RegisterType.RCU)
                ? register.withType(type.without(RegisterType.RCU)
                        .without(RegisterType.MAYBE_NULL)
                        .with(RegisterType.UNTRUSTED))
                : register;
    }

    private void preemption(String name, boolean sleeps) {
        VerifierState state = verification.state;
        if (name.equals(KfuncNames.PREEMPT_DISABLE)) {
            state.activePreemptLocks++;
        } else if (name.equals(KfuncNames.PREEMPT_ENABLE)) {
            if (state.activePreemptLocks == 0) {
                throw verification.reject(
                        Errno.EINVAL, "unmatched attempt to enable preemption (kernel function " + name + ")");
            }
            state.activePreemptLocks--;
        } else if (state.activePreemptLocks != 0 && sleeps) {
            throw verification.reject(
                    Errno.EACCES, "kernel func " + name + " is sleepable within non-preemptible region");
        }
    }
}
