package dev.skep.verifier.check;

import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.kernel.Errno;
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

    /** None may be called yet. */
    @SuppressWarnings("DoNotCallSuggester") // that none may be is no contract
    Result call(CallKfunc call) {
        throw verification.reject(
                Errno.EACCES,
                "calling kernel function " + verification.subject.kfuncName(call.btfId()) + " is not allowed");
    }
}
