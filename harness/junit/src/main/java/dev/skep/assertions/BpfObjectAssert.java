package dev.skep.assertions;

import dev.skep.testing.BpfObject;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions about an object as a whole: what its programs printed. */
public final class BpfObjectAssert extends AbstractAssert<BpfObjectAssert, BpfObject> {
    BpfObjectAssert(BpfObject actual) {
        super(actual, BpfObjectAssert.class);
    }

    /** A line of the trace pipe contains this. */
    public BpfObjectAssert printed(String text) {
        isNotNull();
        List<String> lines = actual.trace();
        if (lines.stream().noneMatch(line -> line.contains(text))) {
            throw failure("%s did not print \"%s\"; the trace pipe%s", actual, text, shown(lines));
        }
        return this;
    }

    /** The trace pipe is empty. */
    public BpfObjectAssert printedNothing() {
        isNotNull();
        List<String> lines = actual.trace();
        if (!lines.isEmpty()) {
            throw failure("%s printed something; the trace pipe%s", actual, shown(lines));
        }
        return this;
    }

    private static String shown(List<String> lines) {
        return lines.isEmpty() ? " is empty" : ":\n  " + String.join("\n  ", lines);
    }
}
