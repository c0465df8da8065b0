package dev.skep.testing;

import dev.skep.kernel.KernelException;
import dev.skep.packet.layer.Dissection;
import dev.skep.report.ValueText;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What an object looks like after some runs, for people: the runs, the maps, the trace pipe. */
public final class ObjectReport {
    private static final int RUNS = 5;
    private static final int ELEMENTS = 16;
    private static final int LINES = 20;

    private final BpfObject object;
    private final StringBuilder text = new StringBuilder();

    private ObjectReport(BpfObject object) {
        this.object = object;
    }

    /** The report; ends with a newline. */
    public static String of(BpfObject object) {
        ObjectReport report = new ObjectReport(object);
        report.runs();
        report.lastRuns();
        report.maps();
        report.trace();
        report.differences();
        return report.text.toString();
    }

    private void runs() {
        List<RunLog.Entry> runs = object.runs().entries();
        text.append(object.name())
                .append(": ")
                .append(runs.isEmpty() ? "no runs" : "the last runs")
                .append('\n');
        for (RunLog.Entry run : runs.subList(Math.max(0, runs.size() - RUNS), runs.size())) {
            text.append("  ")
                    .append(run.program())
                    .append(" on CPU ")
                    .append(run.cpu())
                    .append(": ");
            text.append(run.outcome().indent(4).strip()).append('\n');
            content(run.content(), "in", run.input());
            if (Arrays.equals(run.input(), run.output())) {
                text.append("    out: unchanged\n");
            } else {
                content(run.content(), "out", run.output());
            }
        }
    }

    /** The source lines and registers of what ran last, which say why it returned what it did. */
    private void lastRuns() {
        object.lastRuns().forEach((program, run) -> {
            text.append("  the last run of ").append(program).append(" ended\n");
            run.lines()
                    .forEach(line -> text.append("    ")
                            .append(ValueText.printable(line))
                            .append('\n'));
            if (!run.registers().isEmpty()) {
                text.append("    ").append(run.registerText()).append('\n');
            }
        });
    }

    private void content(RunLog.Content content, String label, byte[] bytes) {
        if (bytes.length > 0) {
            text.append("    ").append(label).append(", ").append(bytes.length).append(" bytes: ");
            text.append(HexFormat.of().formatHex(bytes)).append('\n');
            if (content == RunLog.Content.FRAME) {
                text.append(Dissection.of(bytes).text().indent(6));
            }
        }
    }

    private void maps() {
        for (TypedMap map : object.maps()) {
            text.append("  map ")
                    .append(map.name())
                    .append(" (")
                    .append(map.type().lowerCaseName())
                    .append(")\n");
            if (!map.isBuffer()) {
                elements(map);
            }
        }
    }

    private void elements(TypedMap map) {
        try {
            Map<Object, Object> entries = map.entries();
            entries.entrySet().stream()
                    .limit(ELEMENTS)
                    .forEach(entry -> text.append("    ")
                            .append(ValueText.of(entry.getKey()))
                            .append(" = ")
                            .append(ValueText.of(entry.getValue()))
                            .append('\n'));
            if (entries.size() > ELEMENTS) {
                text.append("    and ").append(entries.size() - ELEMENTS).append(" more\n");
            }
        } catch (KernelException e) {
            text.append("    cannot be listed: ").append(e.errno()).append('\n');
        }
    }

    private void differences() {
        if (!object.differences().isEmpty()) {
            text.append("  the kernel of this machine and the simulated one differ\n");
            object.differences()
                    .forEach(difference -> text.append("  ").append(difference).append('\n'));
        }
    }

    private List<String> printed() {
        try {
            return object.trace();
        } catch (UnsupportedOnHostException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private void trace() {
        List<String> lines = printed();
        if (!lines.isEmpty()) {
            text.append("  trace pipe\n");
            lines.subList(Math.max(0, lines.size() - LINES), lines.size())
                    .forEach(line -> text.append("    ")
                            .append(ValueText.printable(line))
                            .append('\n'));
        }
    }
}
