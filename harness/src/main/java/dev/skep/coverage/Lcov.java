package dev.skep.coverage;

import dev.skep.coverage.FileCoverage.Branch;
import java.util.List;

/** Coverage in the format of LCOV's tracefiles ({@code geninfo(1)}). */
public final class Lcov {
    private Lcov() {}

    /** All files of a report. */
    public static String of(CoverageReport report) {
        StringBuilder text = new StringBuilder();
        report.files().forEach(file -> write(text, file));
        return text.toString();
    }

    private static void write(StringBuilder text, FileCoverage file) {
        line(text, "TN:", "skep");
        line(text, "SF:", file.file().replace('\n', ' '));
        file.functions().forEach((name, function) -> line(text, "FN:", function.line() + "," + name));
        file.functions().forEach((name, function) -> line(text, "FNDA:", function.entered() + "," + name));
        line(text, "FNF:", file.functions().size());
        line(
                text,
                "FNH:",
                file.functions().values().stream()
                        .filter(function -> function.entered() > 0)
                        .count());
        List<Branch> branches = file.branches();
        for (int i = 0; i < branches.size(); i++) {
            Branch branch = branches.get(i);
            boolean reached = branch.taken() + branch.fallen() > 0;
            line(text, "BRDA:", branch.line() + "," + i + ",0," + (reached ? branch.taken() : "-"));
            line(text, "BRDA:", branch.line() + "," + i + ",1," + (reached ? branch.fallen() : "-"));
        }
        line(text, "BRF:", 2L * branches.size());
        line(text, "BRH:", file.coveredBranches());
        file.lines().forEach((number, count) -> line(text, "DA:", number + "," + count));
        line(text, "LF:", file.lines().size());
        line(text, "LH:", file.coveredLines());
        text.append("end_of_record\n");
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(name).append(value).append('\n');
    }
}
