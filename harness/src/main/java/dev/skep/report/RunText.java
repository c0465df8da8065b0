package dev.skep.report;

import java.util.Locale;

/** What {@code skep run} shows a person. */
public final class RunText {
    private final ReportPage page = new ReportPage();

    private RunText() {}

    /** The report as lines, each ended by a line feed. */
    public static String of(ProgramReport report) {
        return switch (report) {
            case RunReport run -> of(run);
            case RejectionReport rejection -> RejectionText.of(rejection);
        };
    }

    private static String of(RunReport report) {
        RunText text = new RunText();
        text.head(report);
        text.verdicts(report);
        text.page.maps(report.maps(), report.ringBuffers(), report.perfBuffers());
        text.page.trace(report.trace());
        text.foot(report);
        return text.page.text();
    }

    private void head(RunReport report) {
        page.line(report.object() + ": " + report.program() + " (" + report.type() + "), " + report.mode() + ", "
                + report.verification());
    }

    private void verdicts(RunReport report) {
        TextTable table = new TextTable().words("RETURNED").numbers("FRAMES").numbers("SHARE");
        report.returns()
                .forEach((name, count) ->
                        table.row(name, count, String.format(Locale.ROOT, "%.1f %%", 100.0 * count / report.events())));
        if (!report.refused().isEmpty()) {
            table.row("(refused by TEST_RUN)", report.refused().size(), "");
        }
        page.line("");
        page.table(table);
    }

    private void foot(RunReport report) {
        page.line("");
        double seconds = report.durationNs() / 1e9;
        String rate = report.durationNs() == 0
                ? ""
                : String.format(Locale.ROOT, ", %,.0f packets a second", report.events() / seconds);
        page.line(ReportPage.INDENT
                + String.format(
                        Locale.ROOT, "%,d packets in %.3f s%s, %s", report.events(), seconds, rate, report.mode()));
    }
}
