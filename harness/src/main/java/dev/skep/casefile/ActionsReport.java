package dev.skep.casefile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What GitHub Actions shows: annotations at the lines of failed expectations, and a table on the page of the run. */
public final class ActionsReport {
    private static final String IN_ACTIONS = "GITHUB_ACTIONS";
    private static final String SUMMARY = "GITHUB_STEP_SUMMARY";

    private final Optional<Path> summary;

    private ActionsReport(Optional<Path> summary) {
        this.summary = summary;
    }

    /** A report where the environment says that a workflow runs; empty elsewhere. */
    public static Optional<ActionsReport> in(Map<String, String> environment) {
        if (!"true".equals(environment.get(IN_ACTIONS))) {
            return Optional.empty();
        }
        return Optional.of(new ActionsReport(Optional.ofNullable(environment.get(SUMMARY))
                .filter(file -> !file.isEmpty())
                .map(Path::of)));
    }

    /** The commands that make the annotations of a result, each on a line. */
    public static String annotations(CaseResult result) {
        StringBuilder text = new StringBuilder();
        for (Failure failure : result.failures()) {
            text.append("::error file=").append(property(failure.place().file()));
            text.append(",line=").append(failure.place().line());
            text.append(",col=").append(failure.place().column());
            text.append(",title=").append(property(result.test().name()));
            text.append("::").append(data(failure.message().strip())).append('\n');
        }
        return text.toString();
    }

    /** Appends the table to the page, where there is one. */
    public void summarize(List<CaseResult> results) throws IOException {
        if (summary.isPresent()) {
            Files.writeString(summary.get(), table(results), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    static String table(List<CaseResult> results) {
        StringBuilder text = new StringBuilder();
        text.append("### skep test\n\n")
                .append(CaseText.summary(results))
                .append("\n| | case | file |\n|---|---|---|\n");
        for (CaseResult result : results) {
            String sign = switch (result.status()) {
                case PASSED -> ":white_check_mark:";
                case FAILED, BROKEN -> ":x:";
                case SKIPPED -> ":heavy_minus_sign:";
            };
            text.append("| ")
                    .append(sign)
                    .append(" | ")
                    .append(cell(result.test().name()));
            for (Failure failure : result.failures()) {
                text.append("<br>")
                        .append(cell("line " + failure.place().line() + ": "
                                + failure.message().strip()));
            }
            text.append(" | ").append(cell(result.test().place().file())).append(" |\n");
        }
        return text.append('\n').toString();
    }

    private static String cell(String text) {
        return CaseText.printable(text.replace("\n", "  "))
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("|", "\\|");
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
