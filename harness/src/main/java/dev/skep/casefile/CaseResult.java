package dev.skep.casefile;

import java.util.List;

/**
 * What came of a case.
 *
 * @param program the one it was about; empty where it was about all
 * @param kernel where it ran
 * @param failures what was not as expected, or why it could not be found out
 * @param reason why it was skipped; empty when it was not
 * @param differences between the simulated kernel and the one of this machine, where both were asked
 */
public record CaseResult(
        TestCase test,
        String program,
        String kernel,
        Status status,
        List<Failure> failures,
        String reason,
        List<Difference> differences,
        long durationNs) {
    /** How it ended. */
    public enum Status {
        PASSED,
        FAILED,
        SKIPPED,
        /** The case, or its object, is broken. */
        BROKEN
    }

    public CaseResult {
        failures = List.copyOf(failures);
        differences = List.copyOf(differences);
    }

    CaseResult with(List<Difference> found) {
        return new CaseResult(test, program, kernel, status, failures, reason, found, durationNs);
    }

    CaseResult after(long ns) {
        return new CaseResult(test, program, kernel, status, failures, reason, differences, ns);
    }
}
