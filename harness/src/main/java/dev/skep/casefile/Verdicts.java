package dev.skep.casefile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Compares what the verifier says with what a case expects. */
final class Verdicts {
    private static final int SHOWN_LINES = 12;

    private Verdicts() {}

    /** The expectations of rejection that a case has. */
    static List<Expectation.Rejected> expected(TestCase test) {
        return test.steps().stream()
                .flatMap(step -> step.expectations().stream())
                .flatMap(expectation ->
                        expectation instanceof Expectation.Rejected rejected ? Stream.of(rejected) : Stream.empty())
                .toList();
    }

    /** What is wrong about a rejection. */
    static List<Failure> judge(TestCase test, String program, Loading.Rejected rejection) {
        List<Expectation.Rejected> expected = expected(test);
        if (expected.isEmpty()) {
            String message = program + ": rejected by the verifier: "
                    + rejection.errno().sentence() + " ("
                    + rejection.errno() + ")\n" + tail(rejection.log())
                    + (rejection.hint().isEmpty() ? "" : rejection.hint().strip() + "\n");
            return List.of(new Failure(test.place(), message));
        }
        List<Failure> failures = new ArrayList<>();
        for (Expectation.Rejected wanted : expected) {
            if (!wanted.errno().isEmpty()
                    && !wanted.errno().equals(rejection.errno().name())) {
                failures.add(new Failure(
                        wanted.place(), "rejected with " + rejection.errno() + ", expected " + wanted.errno()));
            }
            missing(rejection.log(), wanted.messages())
                    .ifPresent(message -> failures.add(new Failure(
                            wanted.place(),
                            "the verifier does not say: " + message + "\nit says:\n" + tail(rejection.log()))));
        }
        return failures;
    }

    /** A program that was to be rejected was not. */
    static List<Failure> accepted(TestCase test, String program) {
        return expected(test).stream()
                .map(wanted -> new Failure(wanted.place(), program + ": accepted, expected it to be rejected"))
                .toList();
    }

    /** The first of the messages that does not follow the ones before it. */
    private static Optional<String> missing(String log, List<String> messages) {
        int from = 0;
        for (String message : messages) {
            int at = log.indexOf(message, from);
            if (at < 0) {
                return Optional.of(message);
            }
            from = at + message.length();
        }
        return Optional.empty();
    }

    private static String tail(String log) {
        List<String> lines = log.lines().toList();
        List<String> last = lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
        return last.isEmpty() ? "" : (last.size() < lines.size() ? "...\n" : "") + String.join("\n", last) + "\n";
    }
}
