package dev.skep.verifier.check;

import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.VerifierState;

/** What may be done where the current path is: whether it may sleep, whether RCU protects what it sees. */
final class Sections {
    private Sections() {}

    static boolean inRcu(Verification verification) {
        VerifierState state = verification.state;
        return state.activeRcuLock || state.activeLocks != 0 || !state.sleepable;
    }

    static boolean maySleep(Verification verification) {
        VerifierState state = verification.state;
        return !state.activeRcuLock && state.activePreemptLocks == 0 && state.activeIrqId == 0 && state.sleepable;
    }
}
