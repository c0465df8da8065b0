package dev.skep.junit;

import dev.skep.coverage.CoverageReport;
import dev.skep.coverage.CoverageTally;
import dev.skep.coverage.CoverageText;
import dev.skep.coverage.Lcov;
import dev.skep.testing.BpfObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.JUnitException;
import org.opentest4j.AssertionFailedError;

/** What the tests of a class with {@link Coverage} execute, and whether it is enough. */
final class ClassCoverage {
    private final Class<?> test;
    private final Coverage wanted;
    private final CoverageTally tally = new CoverageTally();
    private final AtomicBoolean counted = new AtomicBoolean();

    /** @throws ExtensionConfigurationException if the annotation asks for what cannot be */
    ClassCoverage(Class<?> test, Coverage wanted) {
        this.test = test;
        this.wanted = wanted;
        requirePercent("lines", wanted.lines());
        requirePercent("branches", wanted.branches());
    }

    private void requirePercent(String what, int percent) {
        if (percent < 0 || percent > 100) {
            throw new ExtensionConfigurationException(
                    "@Coverage of " + test.getName() + ": " + what + " = " + percent + ", expected 0 to 100");
        }
    }

    /** Adds what the programs of an object executed, which then goes. */
    void add(BpfObject object) {
        counted.set(true);
        object.addCoverageTo(tally, List.of(wanted.programs()));
    }

    /**
     * Publishes what was executed.
     *
     * @throws AssertionFailedError if it is less than the annotation says; not where no test loaded anything
     */
    void finish(ExtensionContext context) {
        if (!counted.get()) {
            return;
        }
        CoverageReport report = tally.report();
        String table = CoverageText.of(report);
        publish(context, "skep-coverage.txt", table);
        publish(context, "skep-coverage.info", Lcov.of(report));
        if (report.lines() == 0) {
            throw new AssertionFailedError(test.getName() + ": nothing tells the lines of "
                    + (wanted.programs().length == 0 ? "its programs" : String.join(", ", wanted.programs()))
                    + ": compile them with -g, and load them in a test");
        }
        require("lines", report.lineShare(), wanted.lines(), table);
        require("branches", report.branchShare(), wanted.branches(), table);
    }

    private static void publish(ExtensionContext context, String name, String text) {
        try {
            context.publishFile(
                    name, MediaType.TEXT_PLAIN_UTF_8, file -> Files.writeString(file, text, StandardCharsets.UTF_8));
        } catch (JUnitException e) {
            // Whoever runs the tests takes no files; the report entry says the same.
            context.publishReportEntry(name, text);
        }
    }

    private void require(String what, double share, int percent, String table) {
        if (share * 100 < percent) {
            String found = String.format(Locale.ROOT, "%.1f %%", share * 100);
            throw new AssertionFailedError(
                    test.getName() + ": its tests covered " + found + " of the " + what + ", expected at least "
                            + percent + " %\n" + table,
                    "at least " + percent + " %",
                    found);
        }
    }
}
