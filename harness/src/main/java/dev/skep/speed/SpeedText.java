package dev.skep.speed;

import dev.skep.report.TextTable;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Speeds as a person wants to see them: what they are of in the first line, then a table. */
public final class SpeedText {
    private SpeedText() {}

    /** @param speeds of the programs of one object, at least one */
    public static String of(List<ProgramSpeed> speeds) {
        ProgramSpeed first = speeds.getFirst();
        StringBuilder text = new StringBuilder();
        text.append(first.object())
                .append(": ")
                .append(
                        first.mode() == Way.COMPILED
                                ? "compiled"
                                : "INTERPRETED ONLY: nothing below was compiled, and skep doctor says why")
                .append('\n')
                .append("processor time of a run on one frame, median (quartiles); kernel: ")
                .append(first.kernel())
                .append("\n\n");
        TextTable table = new TextTable()
                .words("PROGRAM")
                .numbers("INSNS")
                .numbers("INTERPRETED")
                .numbers("COMPILED")
                .numbers("KERNEL")
                .numbers("TO KERNEL")
                .numbers("WARM AFTER");
        for (ProgramSpeed speed : speeds) {
            table.row(
                    speed.program(),
                    speed.insns(),
                    time(speed.timing(Way.INTERPRETED)),
                    time(speed.timing(Way.COMPILED)),
                    time(speed.timing(Way.KERNEL)),
                    ratio(speed),
                    warmUp(speed.timing(Way.COMPILED)));
        }
        text.append(table.render("  "));
        for (ProgramSpeed speed : speeds) {
            if (speed.agreement() == ProgramSpeed.Agreement.DIFFERENT) {
                text.append('\n')
                        .append(speed.program())
                        .append(": not the same results everywhere; what was timed may not be the same work\n");
            }
        }
        return text.toString();
    }

    private static String time(@Nullable Timing timing) {
        return timing == null
                ? "-"
                : nanoseconds(timing.medianNs()) + " (" + nanoseconds(timing.lowNs()) + "-"
                        + nanoseconds(timing.highNs()) + ")";
    }

    private static String nanoseconds(double ns) {
        if (ns < 10_000) {
            return String.format(Locale.ROOT, ns < 100 ? "%.1f ns" : "%.0f ns", ns);
        }
        return String.format(Locale.ROOT, "%.1f us", ns / 1000);
    }

    private static String ratio(ProgramSpeed speed) {
        double ratio = speed.ratioToKernel();
        return Double.isNaN(ratio) ? "-" : String.format(Locale.ROOT, "%.2f", ratio);
    }

    private static String warmUp(@Nullable Timing timing) {
        if (timing == null) {
            return "-";
        }
        long warmAfterNs = timing.warmAfterNs();
        return warmAfterNs < 0 ? "never" : String.format(Locale.ROOT, "%.2f s", warmAfterNs / 1e9);
    }
}
