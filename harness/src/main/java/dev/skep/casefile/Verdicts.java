package dev.skep.casefile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
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
        return judge(test, program, rejection, _ -> rejection.log());
    }

    /**
     * What is wrong about a rejection.
     *
     * @param logs the log at other levels
     */
    static List<Failure> judge(TestCase test, String program, Loading.Rejected rejection, IntFunction<String> logs) {
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
            String log = wanted.logLevel() == 0 ? rejection.log() : logs.apply(wanted.logLevel());
            missing(log, wanted.messages()).ifPresent(message -> failures.add(unsaid(wanted.place(), message, log)));
        }
        return failures;
    }

    /**
     * What is wrong when a program is accepted: it was to be rejected, or the verifier does not say what it should.
     *
     * @param logs the log at a level
     */
    static List<Failure> accepted(TestCase test, String program, IntFunction<String> logs) {
        List<Failure> failures = new ArrayList<>();
        for (Expectation.Rejected wanted : expected(test)) {
            failures.add(new Failure(wanted.place(), program + ": accepted, expected it to be rejected"));
        }
        for (Step step : test.steps()) {
            for (Expectation expectation : step.expectations()) {
                if (expectation instanceof Expectation.Accepted(Place place, List<String> messages, int level)) {
                    String log = logs.apply(level == 0 ? 1 : level);
                    missing(log, messages).ifPresent(message -> failures.add(unsaid(place, message, log)));
                }
            }
        }
        return failures;
    }

    private static Failure unsaid(Place place, String message, String log) {
        return new Failure(place, "the verifier does not say: " + message + "\nit says:\n" + tail(log));
    }

    /** The first of the messages that does not follow the ones before it. */
    private static Optional<String> missing(String log, List<String> messages) {
        int from = 0;
        for (String message : messages) {
            Matcher found = pattern(message).matcher(log);
            if (!found.find(from)) {
                return Optional.of(message);
            }
            from = found.end();
        }
        return Optional.empty();
    }

    /** What stands between double braces is a pattern, the rest is text; a broken pattern is text as well. */
    private static Pattern pattern(String message) {
        StringBuilder pattern = new StringBuilder();
        int at = 0;
        for (int open = message.indexOf("{{"); open >= 0; open = message.indexOf("{{", at)) {
            int close = message.indexOf("}}", open);
            if (close < 0) {
                break;
            }
            pattern.append(Pattern.quote(message.substring(at, open)))
                    .append("(?:")
                    .append(message, open + 2, close)
                    .append(')');
            at = close + 2;
        }
        pattern.append(Pattern.quote(message.substring(at)));
        try {
            return Pattern.compile(pattern.toString(), Pattern.MULTILINE);
        } catch (PatternSyntaxException e) {
            return Pattern.compile(Pattern.quote(message));
        }
    }

    private static String tail(String log) {
        List<String> lines = log.lines().toList();
        List<String> last = lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
        return last.isEmpty() ? "" : (last.size() < lines.size() ? "...\n" : "") + String.join("\n", last) + "\n";
    }
}
