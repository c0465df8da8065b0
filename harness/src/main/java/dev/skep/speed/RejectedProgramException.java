package dev.skep.speed;

import dev.skep.language.Load;
import dev.skep.verifier.Verdict;

/** The program cannot be timed, since the verifier rejects it. */
public final class RejectedProgramException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Verdict.Rejected verdict;

    RejectedProgramException(String object, Load.Refused refused) {
        super(object + ": " + refused.program() + " is rejected: "
                + refused.verdict().errno());
        this.verdict = refused.verdict();
    }

    public Verdict.Rejected verdict() {
        return verdict;
    }
}
