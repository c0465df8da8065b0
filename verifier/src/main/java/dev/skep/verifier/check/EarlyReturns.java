package dev.skep.verifier.check;

import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.explore.Worklist;
import dev.skep.verifier.state.RegisterState;
import java.util.function.UnaryOperator;

/**
 * Instructions that may leave a function of the program without an exit: a tail call that goes through returns to the
 * function's caller when the other program ends, and a load behind the end of the packet returns 0. Both ways are
 * walked, the one out of the function first.
 */
final class EarlyReturns {
    private final Verification verification;
    private final SubprogramCalls subprograms;

    EarlyReturns(Verification verification, SubprogramCalls subprograms) {
        this.verification = verification;
        this.subprograms = subprograms;
    }

    /** The other program returns what it likes. The packet may be another one then. */
    void afterTailCall() {
        leave(verification::unknown, verification::clearPacketPointers);
    }

    void afterPacketLoad() {
        leave(verification::constantZero, () -> {});
    }

    /** Leaves the verification at the instruction before the one that comes next. */
    private void leave(UnaryOperator<RegisterState> result, Runnable effect) {
        if (verification.state.currentFrame == 0) {
            return;
        }
        int instruction = verification.instruction;
        verification.scratches.register(0);
        verification.worklist.push(instruction + 1, instruction, Worklist.Way.REAL);
        effect.run();
        verification.register(0, result.apply(verification.register(0)));
        subprograms.exit();
        verification.instruction--;
    }
}
