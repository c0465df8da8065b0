package dev.skep.report;

import java.io.PrintWriter;
import java.util.Locale;

/** What {@code skep run} shows a person. */
public final class RunText {
    private final ReportPage page;

    private RunText(PrintWriter target) {
        this.page = new ReportPage(target);
    }

    /** Prints the report as lines, each ended by a line feed. */
    public static void print(PrintWriter target, ProgramReport report) {
        switch (report) {
            case RunReport run -> print(target, run);
            case RejectionReport rejection -> target.print(RejectionText.of(rejection));
        }
    }

    private static void print(PrintWriter target, RunReport report) {
        RunText text = new RunText(target);
        text.head(report);
        text.verdicts(report);
        text.page.maps(report.maps(), report.ringBuffers(), report.perfBuffers());
        text.page.trace(report.trace());
        text.foot(report);
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
