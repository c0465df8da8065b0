package dev.skep.junit;

import dev.skep.coverage.CoverageReport;
import dev.skep.coverage.CoverageTally;
import dev.skep.coverage.CoverageText;
import dev.skep.coverage.Lcov;
import dev.skep.testing.BpfObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * What all tests of a session of JUnit execute, where {@code -Dskep.coverage=FILE} or the same parameter of JUnit's
 * configuration asks for it: written as LCOV when the session ends, with a table beside it ({@code FILE.txt}).
 */
final class RunCoverage implements AutoCloseable {
    static final String PARAMETER = "skep.coverage";

    private static final Namespace NAMESPACE = Namespace.create(RunCoverage.class);

    private final Path file;
    private final CoverageTally tally = new CoverageTally();

    private RunCoverage(Path file) {
        this.file = file;
    }

    /** That of the session which a context belongs to; null where nobody asks for it. */
    static @Nullable RunCoverage of(ExtensionContext context) {
        String name = context.getConfigurationParameter(PARAMETER).orElse("");
        return name.isEmpty()
                ? null
                : context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                        .getOrComputeIfAbsent(name, _ -> new RunCoverage(path(name)), RunCoverage.class);
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new ExtensionConfigurationException(PARAMETER + " = " + name + ": " + e.getReason(), e);
        }
    }

    /** Adds what the programs of an object executed, which then goes. */
    void add(BpfObject object) {
        object.addCoverageTo(tally, List.of());
    }

    @Override
    public void close() throws IOException {
        CoverageReport report = tally.report();
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, Lcov.of(report), StandardCharsets.UTF_8);
        Files.writeString(
                file.resolveSibling(file.getFileName() + ".txt"), CoverageText.of(report), StandardCharsets.UTF_8);
    }
}
