package dev.skep.assertions;

import dev.skep.testing.HelperCall;
import dev.skep.testing.Mocks;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;

/** Assertions about what programs called. */
public final class MocksAssert extends AbstractAssert<MocksAssert, Mocks> {
    MocksAssert(Mocks actual) {
        super(actual, MocksAssert.class);
    }

    /** No call failed: none gave a negative number, and whoever asked for memory got some. */
    public MocksAssert recordedNoFailure() {
        requireAllRuns();
        List<HelperCall> failed = actual.failedCalls();
        if (!failed.isEmpty()) {
            throw failure("expected no call to fail, but %d did:\n%s", failed.size(), shown(failed));
        }
        return this;
    }

    /** Every reference that programs got was released. */
    public MocksAssert recordedNoLeak() {
        requireAllRuns();
        List<HelperCall> leaked = actual.unreleasedReferences();
        if (!leaked.isEmpty()) {
            throw failure("expected all references to be released, but not those of\n%s", shown(leaked));
        }
        return this;
    }

    /** There was a call of this function. */
    public MocksAssert recordedCallOf(String function) {
        isNotNull();
        if (actual.calls().stream().noneMatch(call -> call.name().equals(function))) {
            throw failure("expected a call of %s, found\n%s", function, shown(actual.calls()));
        }
        return this;
    }

    /** What nobody recorded cannot be asserted. */
    private void requireAllRuns() {
        isNotNull();
        if (actual.runsBefore() > 0) {
            throw failure("recording began after %d runs: ask for mocks() before the first", actual.runsBefore());
        }
    }

    private static String shown(List<HelperCall> calls) {
        return calls.isEmpty()
                ? "  none"
                : calls.stream().map(call -> "  " + call).collect(Collectors.joining("\n"));
    }
}
