package dev.skep.report;

import java.util.List;
import java.util.Locale;

/** What {@code skep run} shows a person. */
public final class RunText {
    private static final String INDENT = "  ";
    private static final int ROWS_SHOWN = 20;

    private final StringBuilder text = new StringBuilder();

    private RunText() {}

    /** The report as lines, each ended by a line feed. */
    public static String of(ProgramReport report) {
        return switch (report) {
            case RunReport run -> of(run);
            case RejectionReport rejection -> RejectionText.of(rejection);
        };
    }

    private static String of(RunReport report) {
        RunText page = new RunText();
        page.head(report);
        page.verdicts(report);
        report.maps().forEach(page::map);
        report.ringBuffers().forEach(page::ring);
        report.perfBuffers().forEach(page::perf);
        page.trace(report.trace());
        page.foot(report);
        return page.text.toString();
    }

    private void head(RunReport report) {
        line(report.object() + ": " + report.program() + " (" + report.type() + "), " + report.mode() + ", "
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
        line("");
        text.append(table.render(INDENT));
    }

    private void map(MapContents map) {
        line("");
        int count = map.entries().size();
        line(INDENT + "map " + map.name() + " (" + map.type() + "), " + count + (count == 1 ? " entry" : " entries"));
        if (count == 0) {
            return;
        }
        TextTable table = new TextTable();
        headings(table, map.entries().getFirst());
        map.entries().stream().limit(ROWS_SHOWN).forEach(entry -> row(table, entry));
        text.append(table.render(INDENT + INDENT));
        if (count > ROWS_SHOWN) {
            line(INDENT + INDENT + "... " + (count - ROWS_SHOWN) + " more; --json has all");
        }
    }

    private static void headings(TextTable table, MapContents.Entry entry) {
        switch (entry) {
            case MapContents.Pair _ -> table.words("KEY").words("VALUE");
            case MapContents.PerCpu _ -> table.words("KEY").words("CPU").words("VALUE");
            case MapContents.Element _ -> table.words("VALUE");
            case MapContents.OfProgram _ -> table.words("KEY").words("PROGRAM");
            case MapContents.OfMap _ -> table.words("KEY").words("MAP").words("ENTRIES");
        }
    }

    private static void row(TextTable table, MapContents.Entry entry) {
        switch (entry) {
            case MapContents.Pair pair -> table.row(ValueText.of(pair.key()), ValueText.of(pair.value()));
            case MapContents.PerCpu values -> {
                for (int cpu = 0; cpu < values.values().size(); cpu++) {
                    table.row(
                            cpu == 0 ? ValueText.of(values.key()) : "",
                            cpu,
                            ValueText.of(values.values().get(cpu)));
                }
            }
            case MapContents.Element element -> table.row(ValueText.of(element.value()));
            case MapContents.OfProgram slot -> table.row(ValueText.of(slot.key()), ValueText.printable(slot.program()));
            case MapContents.OfMap inner ->
                table.row(
                        ValueText.of(inner.key()),
                        ValueText.printable(inner.map().name()),
                        inner.map().entries().size());
        }
    }

    private void ring(String name, List<String> records) {
        records(name, "ring buffer", records);
    }

    private void perf(String name, List<RunReport.PerfSample> samples) {
        records(
                name,
                "perf buffer",
                samples.stream()
                        .map(sample -> "cpu " + sample.cpu() + "  " + sample.data())
                        .toList());
    }

    private void records(String name, String kind, List<String> records) {
        line("");
        line(INDENT + kind + " " + name + ", " + records.size() + (records.size() == 1 ? " record" : " records"));
        records.stream().limit(ROWS_SHOWN).forEach(entry -> line(INDENT + INDENT + ValueText.of(entry)));
        if (records.size() > ROWS_SHOWN) {
            line(INDENT + INDENT + "... " + (records.size() - ROWS_SHOWN) + " more; --json has all");
        }
    }

    private void trace(List<String> trace) {
        if (!trace.isEmpty()) {
            line("");
            line(INDENT + "trace pipe");
            trace.forEach(entry -> line(INDENT + INDENT + ValueText.printable(entry)));
        }
    }

    private void foot(RunReport report) {
        line("");
        double seconds = report.durationNs() / 1e9;
        String rate = report.durationNs() == 0
                ? ""
                : String.format(Locale.ROOT, ", %,.0f packets a second", report.events() / seconds);
        line(INDENT
                + String.format(
                        Locale.ROOT, "%,d packets in %.3f s%s, %s", report.events(), seconds, rate, report.mode()));
    }

    private void line(String content) {
        text.append(content).append('\n');
    }
}
