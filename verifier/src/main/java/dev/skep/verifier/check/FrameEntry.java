package dev.skep.verifier.check;

import dev.skep.kernel.Errno;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.FrameState;
import dev.skep.verifier.state.VerifierState;

/** Entering functions of the program; the kernel's {@code setup_func_entry()}. */
final class FrameEntry {
    private final Verification verification;

    FrameEntry(Verification verification) {
        this.verification = verification;
    }

    /** What a function finds in its registers. */
    @FunctionalInterface
    interface Arguments {
        void set(FrameState caller, FrameState callee);
    }

    /** A new frame on top of the state's. */
    void enter(VerifierState state, int subprogram, int callsite, Arguments arguments) {
        int number = state.currentFrame + 1;
        if (number >= VerifierState.MAX_FRAMES) {
            throw verification.reject(Errno.E2BIG, "the call stack of " + (number + 1) + " frames is too deep");
        }
        FrameState callee = new FrameState(callsite, number, subprogram);
        verification.scratches.all();
        state.frame(number, callee);
        arguments.set(state.current(), callee);
        state.currentFrame = number;
    }
}
