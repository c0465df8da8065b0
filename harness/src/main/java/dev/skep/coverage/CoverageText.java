package dev.skep.coverage;

import dev.skep.report.TextTable;
import dev.skep.report.ValueText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Coverage as a table: files, lines, branches, and which lines were not executed. */
public final class CoverageText {
    private CoverageText() {}

    /** The table, with the ends of its lines. */
    public static String of(CoverageReport report) {
        TextTable table = new TextTable()
                .words("FILE")
                .numbers("LINES")
                .numbers("COVERED")
                .numbers("BRANCHES")
                .numbers("COVERED")
                .words("NOT EXECUTED");
        for (FileCoverage file : report.files()) {
            table.row(
                    ValueText.printable(file.file()),
                    file.lines().size(),
                    share(file.coveredLines(), file.lines().size()),
                    2 * file.branches().size(),
                    share(file.coveredBranches(), 2L * file.branches().size()),
                    missed(file));
        }
        return table.render("  ");
    }

    private static String share(long covered, long of) {
        return of == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * covered / of);
    }

    /** Lines that were not executed, those that follow one another among the lines with code as a range. */
    private static String missed(FileCoverage file) {
        List<String> ranges = new ArrayList<>();
        int first = 0;
        int last = 0;
        for (Map.Entry<Integer, Long> line : file.lines().entrySet()) {
            if (line.getValue() == 0) {
                first = first == 0 ? line.getKey() : first;
                last = line.getKey();
            } else if (first != 0) {
                ranges.add(range(first, last));
                first = 0;
            }
        }
        if (first != 0) {
            ranges.add(range(first, last));
        }
        return ValueText.of(String.join(", ", ranges));
    }

    private static String range(int first, int last) {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
