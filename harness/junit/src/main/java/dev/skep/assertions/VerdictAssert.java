package dev.skep.assertions;

import dev.skep.kernel.Errno;
import dev.skep.verifier.Verdict;
import org.assertj.core.api.AbstractAssert;

/** Assertions about what the verifier says. */
public final class VerdictAssert extends AbstractAssert<VerdictAssert, Verdict> {
    VerdictAssert(Verdict actual) {
        super(actual, VerdictAssert.class);
    }

    /** The program is accepted. */
    public VerdictAssert isAccepted() {
        isNotNull();
        if (actual instanceof Verdict.Rejected rejected) {
            throw failure(
                    "the verifier rejects the program (%s), expected it to be accepted\n%s",
                    rejected.errno(), rejected.log());
        }
        return this;
    }

    /** The program is rejected. */
    public VerdictAssert isRejected() {
        rejected();
        return this;
    }

    /** The program is rejected with this error. */
    public VerdictAssert isRejectedWith(Errno errno) {
        Verdict.Rejected rejected = rejected();
        if (rejected.errno() != errno) {
            throw failureWithActualExpected(
                    rejected.errno(),
                    errno,
                    "rejected with %s, expected %s\n%s",
                    rejected.errno(),
                    errno,
                    rejected.log());
        }
        return this;
    }

    /** The log contains this. */
    public VerdictAssert hasMessage(String message) {
        isNotNull();
        if (!actual.log().contains(message)) {
            throw failureWithActualExpected(
                    actual.log(), message, "the log does not contain \"%s\"\n%s", message, actual.log());
        }
        return this;
    }

    private Verdict.Rejected rejected() {
        isNotNull();
        if (actual instanceof Verdict.Rejected rejected) {
            return rejected;
        }
        throw failure("the verifier accepts the program, expected it to be rejected");
    }
}
