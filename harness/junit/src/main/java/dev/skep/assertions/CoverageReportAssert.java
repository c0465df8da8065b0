package dev.skep.assertions;

import dev.skep.coverage.CoverageReport;
import dev.skep.coverage.CoverageText;
import dev.skep.coverage.FileCoverage;
import java.util.Locale;
import java.util.SortedMap;
import org.assertj.core.api.AbstractAssert;

/** Assertions about which lines and branches of their sources programs executed. */
public final class CoverageReportAssert extends AbstractAssert<CoverageReportAssert, CoverageReport> {
    CoverageReportAssert(CoverageReport actual) {
        super(actual, CoverageReportAssert.class);
    }

    /** At least so many percent of the lines were executed. */
    public CoverageReportAssert coversLines(double percent) {
        return covers("lines", report().lineShare(), percent);
    }

    /** At least so many percent of the ways of branches were gone, two a branch. */
    public CoverageReportAssert coversBranches(double percent) {
        return covers("branches", report().branchShare(), percent);
    }

    private CoverageReportAssert covers(String what, double share, double percent) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException(percent + " percent, expected 0 to 100");
        }
        if (share * 100 < percent) {
            String found = String.format(Locale.ROOT, "%.1f %%", share * 100);
            String expected = String.format(Locale.ROOT, "%.1f %%", percent);
            throw failureWithActualExpected(
                    found,
                    expected,
                    "%s of the %s are covered, expected at least %s\n%s",
                    found,
                    what,
                    expected,
                    CoverageText.of(actual));
        }
        return this;
    }

    /**
     * A line was executed.
     *
     * @param file the end of its name, {@code firewall.bpf.c}
     * @throws IllegalArgumentException if the compiler made no instructions of the line
     */
    public CoverageReportAssert executedLine(String file, int line) {
        if (times(file, line) == 0) {
            throw failure("%s:%d was not executed\n%s", file, line, CoverageText.of(actual));
        }
        return this;
    }

    /** A line was not executed; otherwise as {@link #executedLine}. */
    public CoverageReportAssert didNotExecuteLine(String file, int line) {
        long times = times(file, line);
        if (times != 0) {
            throw failure("%s:%d was executed %d times, expected never", file, line, times);
        }
        return this;
    }

    private long times(String file, int line) {
        for (FileCoverage each : report().files()) {
            SortedMap<Integer, Long> lines = each.lines();
            Long times = lines.get(line);
            if (times != null && each.file().endsWith(file)) {
                return times;
            }
        }
        throw new IllegalArgumentException(
                file + ":" + line + ": no line with instructions; those there are\n" + CoverageText.of(actual));
    }

    private CoverageReport report() {
        isNotNull();
        if (actual.lines() == 0) {
            throw failure("nothing tells the lines of the programs: compile them with -g");
        }
        return actual;
    }
}
