package dev.skep.casefile;

import dev.skep.report.ValueText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Results for people: a file, and below it a line for each of its cases. */
public final class CaseText {
    private static final String INDENT = "           ";

    private CaseText() {}

    /** One case, with what went wrong. */
    public static String of(CaseResult result) {
        StringBuilder text = new StringBuilder();
        text.append("  ")
                .append(word(result.status()))
                .append(printable(result.test().name()));
        if (result.status() == CaseResult.Status.SKIPPED) {
            text.append(": ").append(printable(result.reason()));
        }
        text.append('\n');
        for (Failure failure : result.failures()) {
            text.append(indented(place(result, failure.place()) + ": " + failure.message()));
        }
        for (Difference difference : result.differences()) {
            text.append(indented("differs: " + difference.what() + "\n  simulated kernel: " + difference.simulated()
                    + "\n  " + result.kernel() + ": " + difference.host()));
        }
        return text.toString();
    }

    /** Whoever mends a file wants to know the column as well. */
    private static String place(CaseResult result, Place place) {
        return "line " + place.line()
                + (result.status() == CaseResult.Status.BROKEN ? ", column " + place.column() : "");
    }

    private static String word(CaseResult.Status status) {
        return switch (status) {
            case PASSED -> "ok       ";
            case FAILED -> "FAILED   ";
            case SKIPPED -> "skipped  ";
            case BROKEN -> "BROKEN   ";
        };
    }

    private static String indented(String message) {
        return message.strip()
                .lines()
                .map(line -> INDENT + printable(line) + "\n")
                .collect(Collectors.joining());
    }

    /** What comes from files and programs brings no control character to the terminal but tabs. */
    static String printable(String line) {
        return Arrays.stream(line.split("\t", -1)).map(ValueText::printable).collect(Collectors.joining("\t"));
    }

    /** How many cases ended how. */
    public static String summary(List<CaseResult> results) {
        StringBuilder text = new StringBuilder();
        text.append(results.size()).append(results.size() == 1 ? " case: " : " cases: ");
        text.append(count(results, CaseResult.Status.PASSED)).append(" passed");
        for (CaseResult.Status status :
                List.of(CaseResult.Status.FAILED, CaseResult.Status.BROKEN, CaseResult.Status.SKIPPED)) {
            long count = count(results, status);
            if (count > 0) {
                text.append(", ")
                        .append(count)
                        .append(' ')
                        .append(word(status).strip().toLowerCase(Locale.ROOT));
            }
        }
        return text.append('\n').toString();
    }

    static long count(List<CaseResult> results, CaseResult.Status status) {
        return results.stream().filter(result -> result.status() == status).count();
    }
}
