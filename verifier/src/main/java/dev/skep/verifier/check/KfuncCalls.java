package dev.skep.verifier.check;

import dev.skep.helper.NotBuiltException;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.verifier.explore.Verification;

/** Calls of kernel functions; the kernel's {@code check_kfunc_call()}. */
final class KfuncCalls {
    private final Verification verification;

    KfuncCalls(CheckRooms rooms) {
        this.verification = rooms.verification;
    }

    /** How a call ends. */
    enum Result {
        RETURNS,
        THROWS
    }

    boolean mayHoldLock(CallKfunc call) {
        return false;
    }

    /** None can be judged yet. */
    @SuppressWarnings("DoNotCallSuggester") // that none can be is no contract
    Result call(CallKfunc call) {
        throw new NotBuiltException("the verifier cannot judge calls of kernel functions yet: "
                + verification.subject.kfuncName(call.btfId()));
    }
}
