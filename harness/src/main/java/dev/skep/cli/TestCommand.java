package dev.skep.cli;

import dev.skep.casefile.ActionsReport;
import dev.skep.casefile.CaseFile;
import dev.skep.casefile.CaseFileReader;
import dev.skep.casefile.CaseFinder;
import dev.skep.casefile.CaseJson;
import dev.skep.casefile.CaseResult;
import dev.skep.casefile.CaseRunner;
import dev.skep.casefile.CaseText;
import dev.skep.casefile.JUnitXml;
import dev.skep.casefile.MalformedCaseFileException;
import dev.skep.casefile.TestCase;
import dev.skep.coverage.CoverageReport;
import dev.skep.coverage.CoverageText;
import dev.skep.coverage.Lcov;
import dev.skep.language.BpfEngine;
import dev.skep.nodes.Coverage;
import dev.skep.report.JsonLines;
import dev.skep.session.LazyEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skep test}: cases that are written down in files. */
@Command(
        name = "test",
        description = "Runs test cases of BPF programs: those in the named files, and in *.skep.yaml and *.skep.json in"
                + " the named folders and below.")
final class TestCommand implements Callable<Integer> {
    private final Skep skep;
    private final Map<String, String> environment;

    @Parameters(paramLabel = "PATH", description = "Case files and folders (default: this folder).")
    private List<Path> paths = List.of(Path.of(""));

    @Option(
            names = "--backend",
            paramLabel = "KERNEL",
            defaultValue = "simulated",
            description = "simulated (default), or host: the kernel of this machine through TEST_RUN, compared with the"
                    + " simulated one. Nothing is attached.")
    private CaseRunner.Backend backend = CaseRunner.Backend.SIMULATED;

    @Option(names = "--case", paramLabel = "TEXT", description = "Only cases whose names contain this.")
    private @Nullable String only;

    @Option(
            names = {"--xml", "--reports-dir"},
            paramLabel = "DIR",
            description = "Where results go as JUnit's XML, a file for each case file.")
    private @Nullable Path xml;

    @Option(
            names = "--coverage",
            paramLabel = "FILE",
            description =
                    "Where it goes, as LCOV, which lines and branches of their sources the programs executed in the"
                            + " simulated kernels.")
    private @Nullable Path coverage;

    @Option(names = "--json", description = "An object a line and case, for other tools.")
    private boolean json;

    @Mixin
    private ModeOption mode = new ModeOption();

    /** @param environment variables by name */
    TestCommand(Skep skep, Map<String, String> environment) {
        this.skep = skep;
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        // Cases are short; what a compiler costs comes back where somebody knows that they are not.
        Integer exitCodeElsewhere = mode.elsewhere(skep, ModeOption.Work.LITTLE);
        if (exitCodeElsewhere != null) {
            return exitCodeElsewhere;
        }
        List<Path> files = CaseFinder.find(paths);
        if (files.isEmpty()) {
            throw new BadInputException("no case files in "
                    + paths.stream()
                            .map(path -> path.toString().isEmpty() ? "." : path.toString())
                            .toList()
                    + ", expected *.skep.yaml or *.skep.json");
        }
        Optional<ActionsReport> actions = ActionsReport.in(environment);
        List<CaseResult> all = new ArrayList<>();
        int exitCode = ExitCode.DONE;
        Coverage covered = new Coverage();
        try (LazyEngine engine = new LazyEngine()) {
            CaseRunner runner = new CaseRunner(() -> counting(engine.get(), covered), backend);
            for (Path file : files) {
                try {
                    List<CaseResult> results = run(runner, CaseFileReader.read(file), actions.isPresent());
                    all.addAll(results);
                    if (xml != null) {
                        JUnitXml.write(xml, file, results);
                    }
                } catch (MalformedCaseFileException wrong) {
                    skep.terminal().flush();
                    skep.terminal().complain(String.valueOf(wrong.getMessage()));
                    exitCode = ExitCode.BAD_INPUT;
                }
            }
        }
        if (!json) {
            skep.terminal().print(CaseText.summary(all));
        }
        if (coverage != null) {
            Files.writeString(coverage, Lcov.of(CoverageReport.of(covered)));
            if (!json) {
                skep.terminal().print("\n" + CoverageText.of(CoverageReport.of(covered)));
            }
        }
        if (actions.isPresent()) {
            actions.get().summarize(all);
        }
        return Math.max(exitCode, exitCode(all));
    }

    private BpfEngine counting(BpfEngine engine, Coverage covered) {
        if (coverage != null) {
            engine.cover(covered);
        }
        return engine;
    }

    private static int exitCode(List<CaseResult> results) {
        int exitCode = ExitCode.DONE;
        for (CaseResult result : results) {
            exitCode = Math.max(
                    exitCode,
                    switch (result.status()) {
                        case PASSED, SKIPPED -> ExitCode.DONE;
                        case FAILED -> ExitCode.FAILED;
                        case BROKEN -> ExitCode.BAD_INPUT;
                    });
        }
        return exitCode;
    }

    private List<CaseResult> run(CaseRunner runner, CaseFile file, boolean annotate) {
        List<CaseResult> results = new ArrayList<>();
        String shown = file.path().toString().replace('\\', '/');
        if (!json) {
            skep.terminal().line(shown);
        }
        StatusLine status = new StatusLine(skep.terminal());
        int number = 0;
        for (TestCase test : file.cases()) {
            number++;
            String wanted = only;
            if (wanted != null && !test.name().contains(wanted)) {
                continue;
            }
            if (!json) {
                status.show(number + "/" + file.cases().size() + " " + test.name());
            }
            CaseResult result = runner.run(test);
            status.wipe();
            results.add(result);
            show(result);
            if (annotate && !json) {
                skep.terminal().print(ActionsReport.annotations(result));
            }
        }
        return results;
    }

    private void show(CaseResult result) {
        if (!json) {
            skep.terminal().print(CaseText.of(result));
            skep.terminal().flush();
            return;
        }
        try (JsonLines lines = new JsonLines(skep.terminal().out())) {
            lines.line(generator -> CaseJson.write(generator, result));
        }
    }
}
