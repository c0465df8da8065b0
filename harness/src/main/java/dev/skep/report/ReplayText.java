package dev.skep.report;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code skep replay} shows a person. */
public final class ReplayText {
    private ReplayText() {}

    /** Prints the reports of all objects as lines, each ended by a line feed. */
    public static void print(PrintWriter target, List<ReplayReport> reports) {
        ReportPage page = new ReportPage(target);
        for (ReplayReport report : reports) {
            page.line(report.object() + ", " + report.mode() + ", " + report.verification());
            page.line("");
            TextTable table = new TextTable()
                    .words("PROGRAM")
                    .words("HOOK")
                    .numbers("EVENTS")
                    .words("RETURNED");
            report.programs()
                    .forEach(program ->
                            table.row(program.program(), program.hook(), program.events(), returns(program.returns())));
            page.table(table);
            for (ReplayReport.Attached program : report.programs()) {
                page.output("output of " + program.program(), program.output());
                page.output("standard output of " + program.program(), program.stdout());
                page.output("standard error of " + program.program(), program.stderr());
            }
            page.maps(report.maps(), report.ringBuffers(), report.perfBuffers());
            page.line("");
        }
        if (!reports.isEmpty()) {
            page.outcomes(reports.getFirst().outcomes());
            page.trace(reports.getFirst().trace());
        }
    }

    private static String returns(Map<String, Long> returns) {
        return returns.entrySet().stream()
                .map(entry -> returns.size() == 1 ? entry.getKey() : entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
