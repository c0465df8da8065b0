package dev.skep.report;

import java.io.PrintWriter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What reports for people consist of: tables, maps, records, lines of the trace pipe. */
final class ReportPage {
    static final String INDENT = "  ";

    private static final int ROWS_SHOWN = 20;

    private final PrintWriter target;

    /** Lines go to a target as they come, each ended by a line feed. */
    ReportPage(PrintWriter target) {
        this.target = target;
    }

    void line(String content) {
        target.print(content);
        target.print('\n');
    }

    void table(TextTable table) {
        target.print(table.render(INDENT));
    }

    /** The maps with their entries, and the records of those that are buffers. */
    void maps(
            List<MapContents> maps,
            Map<String, Records<Object>> ringBuffers,
            Map<String, Records<RunReport.PerfSample>> perfBuffers) {
        for (MapContents map : maps) {
            if (!ringBuffers.containsKey(map.name()) && !perfBuffers.containsKey(map.name())) {
                map(map);
            }
        }
        ringBuffers.forEach(this::ring);
        perfBuffers.forEach(this::perf);
    }

    private void map(MapContents map) {
        line("");
        int count = map.entries().size();
        line(INDENT + "map " + map.name() + " (" + map.type() + "), " + count + (count == 1 ? " entry" : " entries"));
        if (count == 0) {
            return;
        }
        if (histograms(map) || variables(map)) {
            return;
        }
        TextTable table = new TextTable();
        headings(table, map.entries().getFirst());
        map.entries().stream().limit(ROWS_SHOWN).forEach(entry -> row(table, entry));
        target.print(table.render(INDENT + INDENT));
        if (count > ROWS_SHOWN) {
            line(INDENT + INDENT + "... " + (count - ROWS_SHOWN) + " more; --json has all");
        }
    }

    /** Shows a map whose values are log2 histograms as such; false if they are none. */
    private boolean histograms(MapContents map) {
        List<MapContents.Entry> shown = map.entries().stream().limit(ROWS_SHOWN).toList();
        for (MapContents.Entry entry : shown) {
            if (!(entry instanceof MapContents.Pair pair)
                    || Histogram.slots(pair.value()).isEmpty()) {
                return false;
            }
        }
        for (MapContents.Entry entry : shown) {
            MapContents.Pair pair = (MapContents.Pair) entry;
            line("");
            line(INDENT + INDENT + ValueText.of(pair.key()));
            Histogram.lines(map.name(), Histogram.slots(pair.value()).orElse(List.of()))
                    .forEach(each -> line(INDENT + INDENT + each));
        }
        return true;
    }

    /** Shows global variables of which some are log2 histograms, or lists of them; false if none is. */
    private boolean variables(MapContents map) {
        if (map.entries().size() != 1
                || !(map.entries().getFirst() instanceof MapContents.Pair(Object key, Map<?, ?> variables))) {
            return false;
        }
        Map<String, Object> others = new LinkedHashMap<>();
        Map<String, List<Long>> histograms = new LinkedHashMap<>();
        variables.forEach((name, value) -> {
            int before = histograms.size();
            counted(value).ifPresent(slots -> histograms.put(name.toString(), slots));
            if (value instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                    String element = name + "[" + i + "]";
                    counted(list.get(i)).ifPresent(slots -> histograms.put(element, slots));
                }
            }
            if (histograms.size() == before) {
                others.put(name.toString(), value);
            }
        });
        if (histograms.isEmpty()) {
            return false;
        }
        if (!others.isEmpty()) {
            TextTable table = new TextTable().words("KEY").words("VALUE");
            table.row(ValueText.of(key), ValueText.of(others));
            target.print(table.render(INDENT + INDENT));
        }
        histograms.forEach((name, slots) -> {
            line("");
            Histogram.lines(name, slots).forEach(each -> line(INDENT + INDENT + each));
        });
        return true;
    }

    /** The slots of a histogram that is not empty. */
    private static Optional<List<Long>> counted(Object value) {
        return Histogram.slots(value).filter(slots -> slots.stream().anyMatch(slot -> slot > 0));
    }

    /** What a program wrote, under a heading; nothing if it wrote nothing. */
    void output(String heading, String text) {
        if (!text.isEmpty()) {
            line("");
            line(INDENT + heading);
            text.lines().forEach(each -> line(INDENT + INDENT + ValueText.printable(each)));
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

    private void ring(String name, Records<Object> records) {
        records(name, "ring buffer", records, ValueText::of);
    }

    private void perf(String name, Records<RunReport.PerfSample> samples) {
        records(name, "perf buffer", samples, sample -> "cpu " + sample.cpu() + "  " + ValueText.of(sample.data()));
    }

    private <T> void records(String name, String kind, Records<T> records, Function<T, String> text) {
        line("");
        line(INDENT + kind + " " + name + ", " + records.count() + (records.count() == 1 ? " record" : " records"));
        Iterator<T> each = records.iterator();
        for (int row = 0; row < ROWS_SHOWN && each.hasNext(); row++) {
            line(INDENT + INDENT + text.apply(each.next()));
        }
        if (each.hasNext()) {
            line(INDENT + INDENT + "... " + (records.count() - ROWS_SHOWN) + " more; --json has all");
        }
    }

    /** What programs decided. */
    void outcomes(Map<String, Map<String, Long>> outcomes) {
        if (outcomes.isEmpty()) {
            return;
        }
        line("");
        line(INDENT + "decided by programs");
        TextTable table = new TextTable().words("WHAT").words("OUTCOME").numbers("TIMES");
        outcomes.forEach((what, counts) -> counts.forEach((outcome, times) -> table.row(what, outcome, times)));
        target.print(table.render(INDENT + INDENT));
    }

    void trace(Records<String> trace) {
        if (trace.count() > 0) {
            line("");
            line(INDENT + "trace pipe");
            trace.forEach(entry -> line(INDENT + INDENT + ValueText.printable(entry)));
        }
    }
}
