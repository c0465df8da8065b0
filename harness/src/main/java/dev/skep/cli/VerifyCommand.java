package dev.skep.cli;

import dev.skep.btf.MalformedBtfException;
import dev.skep.helper.NotBuiltException;
import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.program.ProgramType;
import dev.skep.link.RelocationException;
import dev.skep.object.MalformedObjectException;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import dev.skep.report.JsonLines;
import dev.skep.report.RejectionReport;
import dev.skep.report.RunText;
import dev.skep.report.VerdictJson;
import dev.skep.report.VerdictReport;
import dev.skep.session.ObjectVerification;
import dev.skep.session.ObjectVerification.Judged;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.VerifierOptions;
import dev.skep.verifier.hint.Hint;
import dev.skep.verifier.hint.Hints;
import dev.skep.verifier.log.LogLevel;
import dev.skep.veristat.RowFilters;
import dev.skep.veristat.Stat;
import dev.skep.veristat.StatCsv;
import dev.skep.veristat.StatRow;
import dev.skep.veristat.StatSheet;
import dev.skep.veristat.StatSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code skep verify}: what the kernel's verifier would say about the programs of objects, in veristat's manner. */
@Command(
        name = "verify",
        description = "Says what the kernel's verifier would say about every program of the objects, or compares two"
                + " CSV files of an earlier run.")
final class VerifyCommand implements Callable<Integer> {
    private final Skep skep;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "BPF objects as clang makes them; CSV files with -C.")
    private List<Path> files = List.of();

    @Option(
            names = {"-e", "--emit"},
            paramLabel = "STAT,...",
            description = "Columns to show, by their names in CSV or shorter ones: file, prog, insns, states, ...")
    private List<String> emit = List.of();

    @Option(
            names = {"-s", "--sort"},
            paramLabel = "STAT,...",
            description = "Columns to sort by, each with :asc or :desc (or ^ or .) behind it if need be.")
    private List<String> sort = List.of();

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "FILTER",
            description =
                    "GLOB, FILE_GLOB/PROG_GLOB or a condition like 'insns>100'; !FILTER denies, @FILE holds more.")
    private List<String> filters = List.of();

    @Option(
            names = {"-o", "--output-format"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, csv or json (default table).")
    private Format format = Format.TABLE;

    @Option(names = "--json", description = "The same as -o json.")
    private boolean json;

    @Option(
            names = {"-l", "--log-level"},
            paramLabel = "LEVEL",
            description = "The log: 0 none, 1 the path that failed, 2 everything (default: 1 of what is rejected).")
    private @Nullable Integer logLevel;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show the log of every program.")
    private boolean verbose;

    @Option(
            names = {"-C", "--compare"},
            description = "Compare two CSV files: a base and a newer one.")
    private boolean compare;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "What the programs are, where their sections do not say: xdp, sched_cls, ...")
    private @Nullable String type;

    @Option(
            names = "--replaces",
            paramLabel = "OBJECT",
            description = "The object whose functions programs of SEC(\"freplace/FUNCTION\") replace (default: they are"
                    + " judged as programs of the type that their argument is the context of).")
    private @Nullable Path replaces;

    @Mixin
    private MachineOptions machine = new MachineOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final List<StatRow> rows = new ArrayList<>();
    private final IdentityHashMap<StatRow, VerdictReport> reports = new IdentityHashMap<>();
    private @Nullable ReplacedPrograms replaced;
    private int filesDone;
    private int filesSkipped;
    private int programsSkipped;
    private int exitCode = ExitCode.DONE;

    private enum Format {
        TABLE,
        CSV,
        JSON
    }

    VerifyCommand(Skep skep) {
        this.skep = skep;
    }

    @Override
    public Integer call() throws IOException {
        if (logLevel != null && (logLevel < 0 || logLevel > 2)) {
            throw usage("-l " + logLevel + ": expected 0, 1 or 2");
        }
        Format wanted = json ? Format.JSON : format;
        StatSheet sheet;
        RowFilters rowFilters;
        try {
            rowFilters = RowFilters.parse(filters);
            List<StatSpec> columns = wanted == Format.TABLE ? StatSpec.TABLE_COLUMNS : StatSpec.CSV_COLUMNS;
            sheet = new StatSheet(
                    emit.isEmpty() ? columns : StatSpec.parse(String.join(",", emit)),
                    sort.isEmpty() ? StatSpec.BY_NAME : StatSpec.parse(String.join(",", sort)),
                    rowFilters);
        } catch (IllegalArgumentException wrong) {
            throw usage(String.valueOf(wrong.getMessage()));
        }
        if (compare) {
            compare(wanted, sheet, rowFilters);
            return ExitCode.DONE;
        }
        if (replaces != null) {
            replaced = ReplacedPrograms.read(replaces, machine.config());
        }
        for (Path file : files) {
            verify(file, wanted, rowFilters);
        }
        print(wanted, sheet);
        return exitCode;
    }

    private ParameterException usage(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }

    private void compare(Format wanted, StatSheet sheet, RowFilters rowFilters) throws IOException {
        if (files.size() != 2) {
            throw usage("-C: expected exactly two CSV files, found " + files.size());
        }
        if (wanted == Format.JSON) {
            throw usage("-C: expected table or csv as the format");
        }
        StatCsv base = csv(files.get(0), rowFilters);
        StatCsv newer = csv(files.get(1), rowFilters);
        if (!base.columns().equals(newer.columns())) {
            throw new BadInputException(
                    files.get(1) + ": other columns than in " + files.get(0) + ", expected the same in the same order");
        }
        skep.terminal()
                .print(
                        wanted == Format.TABLE
                                ? sheet.comparisonTable(base.rows(), newer.rows())
                                : sheet.comparisonCsv(base.rows(), newer.rows()));
    }

    private static StatCsv csv(Path file, RowFilters rowFilters) throws IOException {
        return StatCsv.read(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8), rowFilters);
    }

    /** One file that cannot be read does not keep the others from being read. */
    private void verify(Path file, Format wanted, RowFilters rowFilters) {
        String name = String.valueOf(file.getFileName());
        if (!rowFilters.mayShow(name)) {
            filesSkipped++;
            return;
        }
        if (wanted == Format.TABLE) {
            skep.terminal().line("Processing '" + name + "'...");
        }
        ObjectSpec object;
        ObjectVerification verification;
        try {
            object = ObjectFile.read(file, type);
        } catch (IOException | BadInputException | MalformedObjectException | MalformedBtfException failure) {
            exitCode = skep.complain(failure);
            filesSkipped++;
            return;
        }
        filesDone++;
        List<ProgramSpec> programs = new ArrayList<>(object.programs());
        programs.removeIf(program -> isOnlyCalled(program, object));
        int shown = programs.size();
        programs.removeIf(program -> !rowFilters.shows(name, program.name()));
        programsSkipped += shown - programs.size();
        try {
            verification = ObjectVerification.of(object, machine.config(), level(wanted), summary(wanted));
        } catch (IOException | MalformedBtfException | RelocationException | KernelException failure) {
            exitCode = skep.complain(failure);
            programs.forEach(program -> addUnlinked(program, file, failure));
            return;
        }
        programs.forEach(program -> verify(verification, program, file, wanted));
    }

    /** Several functions in {@code .text} are there to be called, as libbpf has it; nobody said what else they are. */
    private static boolean isOnlyCalled(ProgramSpec program, ObjectSpec object) {
        return program.type() == null
                && program.section().equals(".text")
                && object.programs().size() > 1;
    }

    /** A program that cannot be loaded, since the kernel lacks what it or another of the object needs. */
    private void addUnlinked(ProgramSpec program, Path file, Exception failure) {
        StatRow row = VerdictRows.unlinked(String.valueOf(file.getFileName()), program);
        rows.add(row);
        int errno = failure instanceof KernelException refused ? refused.errno().number() : Errno.EINVAL.number();
        reports.put(
                row, new VerdictReport(row, program.section(), errno, String.valueOf(failure.getMessage()) + "\n", ""));
    }

    /** One program that cannot be judged does not keep the others from being judged. */
    private void verify(ObjectVerification verification, ProgramSpec program, Path file, Format wanted) {
        Judged judged;
        try {
            judged = program.type() == ProgramType.EXT && replaced != null
                    ? verification.judgeExtension(program, replaced.target(program))
                    : verification.judge(program);
        } catch (BadInputException | NotBuiltException | RelocationException | KernelException failure) {
            skep.terminal().complain(file.getFileName() + ": " + program.name() + ": " + failure.getMessage());
            addUnlinked(program, file, failure);
            exitCode = ExitCode.BAD_INPUT;
            return;
        }
        StatRow row = VerdictRows.judged(String.valueOf(file.getFileName()), judged, verification.kernelTypes());
        VerdictReport report = report(row, judged);
        rows.add(row);
        reports.put(row, report);
        if (judged.verdict() instanceof Verdict.Rejected && exitCode == ExitCode.DONE) {
            exitCode = ExitCode.FAILED;
        }
        if (wanted == Format.TABLE) {
            printLog(file, judged, report);
        }
    }

    private void printLog(Path file, Judged judged, VerdictReport report) {
        if (verbose || (logLevel != null && logLevel > 0)) {
            skep.terminal()
                    .print("PROCESSING " + file + "/" + judged.program().name() + ", DURATION US: "
                            + TimeUnit.NANOSECONDS.toMicros(judged.durationNs()) + ", VERDICT: "
                            + report.row().text(Stat.VERDICT) + ", VERIFIER LOG:\n" + report.log() + "\n");
        } else if (judged.verdict() instanceof Verdict.Rejected rejected && logLevel == null) {
            String program = judged.program().name();
            RunText.print(
                    skep.terminal().out(),
                    RejectionReport.of(
                            String.valueOf(file.getFileName()),
                            program,
                            report.row().text(Stat.PROG_TYPE),
                            judged.image(),
                            rejected));
        }
    }

    private VerifierOptions.Summary summary(Format wanted) {
        return verbose && wanted == Format.TABLE ? VerifierOptions.Summary.LONG : VerifierOptions.Summary.SHORT;
    }

    /** Without {@code -l} that of what is rejected is shown, but not in CSV, which has no place for it. */
    private LogLevel level(Format wanted) {
        if (logLevel != null && logLevel == 2) {
            return LogLevel.EVERYTHING;
        }
        boolean silent = logLevel == null ? wanted == Format.CSV : logLevel == 0;
        return silent && !verbose ? LogLevel.STATISTICS : LogLevel.FAILING_PATH;
    }

    private VerdictReport report(StatRow row, Judged judged) {
        String section = judged.program().section();
        boolean silent = logLevel != null && logLevel == 0 && !verbose;
        return switch (judged.verdict()) {
            case Verdict.Accepted accepted ->
                new VerdictReport(row, section, 0, silent || (logLevel == null && !verbose) ? "" : accepted.log(), "");
            case Verdict.Rejected rejected ->
                new VerdictReport(
                        row,
                        section,
                        rejected.errno().number(),
                        silent ? "" : rejected.log(),
                        Hints.of(rejected, judged.image()).map(Hint::text).orElse(""));
        };
    }

    private void print(Format wanted, StatSheet sheet) {
        switch (wanted) {
            case TABLE -> {
                skep.terminal().print(sheet.table(rows));
                skep.terminal()
                        .line("Done. Processed " + filesDone + " files, " + rows.size() + " programs. Skipped "
                                + filesSkipped + " files, " + programsSkipped + " programs.");
            }
            case CSV -> skep.terminal().print(sheet.csv(rows));
            case JSON -> {
                try (JsonLines lines = new JsonLines(skep.terminal().out())) {
                    for (StatRow row : sheet.rows(rows)) {
                        VerdictReport report = Objects.requireNonNull(reports.get(row));
                        lines.line(generator -> VerdictJson.write(generator, report));
                    }
                }
            }
        }
    }
}
