package dev.skep.assertions;

import dev.skep.kernel.Errno;
import dev.skep.testing.CallResult;
import org.assertj.core.api.AbstractAssert;

/** Assertions about a call of a syscall program. */
public final class CallResultAssert extends AbstractAssert<CallResultAssert, CallResult> {
    CallResultAssert(CallResult actual) {
        super(actual, CallResultAssert.class);
    }

    /** The program returned this number. */
    public CallResultAssert returned(int expected) {
        isNotNull();
        if (actual.value() != expected) {
            throw failureWithActualExpected(
                    actual.value(),
                    expected,
                    "%s returned %d, expected %d",
                    actual.program(),
                    actual.value(),
                    expected);
        }
        return this;
    }

    /** The program returned an error: {@code -ENOENT}. */
    public CallResultAssert failedWith(Errno expected) {
        return returned(expected.result());
    }

    /** The program left this in a field of its context. */
    public CallResultAssert hasField(String name, long expected) {
        isNotNull();
        Object found = actual.field(name);
        if (!found.equals(expected)) {
            throw failureWithActualExpected(
                    found, expected, "%s left %s = %s, expected %d", actual.program(), name, found, expected);
        }
        return this;
    }
}
