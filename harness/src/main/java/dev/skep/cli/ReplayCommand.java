package dev.skep.cli;

import dev.skep.coverage.CoverageReport;
import dev.skep.coverage.CoverageText;
import dev.skep.coverage.Lcov;
import dev.skep.kernel.KernelConfig;
import dev.skep.language.Admission;
import dev.skep.language.BpfEngine;
import dev.skep.nodes.Coverage;
import dev.skep.object.ObjectSpec;
import dev.skep.recording.RecordedEvent;
import dev.skep.recording.RecordingReader;
import dev.skep.recording.Strictness;
import dev.skep.replay.Attachments;
import dev.skep.replay.Replay;
import dev.skep.report.JsonLines;
import dev.skep.report.RejectionReport;
import dev.skep.report.ReplayJson;
import dev.skep.report.ReplayReport;
import dev.skep.report.ReplayText;
import dev.skep.report.RunJson;
import dev.skep.report.RunText;
import dev.skep.session.MapReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skep replay}: recorded events that run the programs which are attached to their hooks. */
@Command(
        name = "replay",
        description = "Lets recorded events happen again, in a kernel in which the programs of all objects are attached"
                + " where their sections say.")
final class ReplayCommand implements Callable<Integer> {
    /** From here on a second JVM that compiles is faster than going on in the one that interprets. */
    private static final long WORTH_COMPILING_BYTES = 32L << 20;

    private final Skep skep;

    @Parameters(arity = "1..*", paramLabel = "OBJECT", description = "BPF objects as clang makes them.")
    private List<Path> objects = List.of();

    @Option(
            names = "--events",
            paramLabel = "FILE",
            required = true,
            description = "The recording: perf.data, JSON lines, or the text of perf script; - for a pipe.")
    private Path events = Path.of("");

    @Option(names = "--lenient", description = "Play what can be read of a broken recording, and say what could not.")
    private boolean lenient;

    @Option(
            names = "--tasks",
            paramLabel = "FILE",
            description = "Tasks, sockets and control groups that are there from the start, as JSON lines.")
    private @Nullable Path tasks;

    @Option(
            names = "--cookie",
            paramLabel = "PROGRAM=N",
            description = "Attach a program with this number, which bpf_get_attach_cookie gives it.")
    private Map<String, Long> cookies = Map.of();

    @Option(
            names = "--iter-map",
            paramLabel = "PROGRAM=MAP",
            description = "The map whose elements an iterator of bpf_map_elem walks over.")
    private Map<String, String> iteratedMaps = Map.of();

    @Option(
            names = "--coverage",
            paramLabel = "FILE",
            description = "Where it goes, as LCOV, which lines and branches of their sources the programs executed.")
    private @Nullable Path coverage;

    @Option(names = "--json", description = "An object a line and program, for other tools.")
    private boolean json;

    @Option(names = "--raw", description = "Keys, values and records as hex, not by their types.")
    private boolean raw;

    @Option(names = "--no-verify", description = "Run programs that the verifier was not asked about.")
    private boolean noVerify;

    @Mixin
    private ModeOption mode = new ModeOption();

    @Mixin
    private MachineOptions machine = new MachineOptions();

    ReplayCommand(Skep skep) {
        this.skep = skep;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<ObjectSpec> specs = new ArrayList<>();
        for (Path object : objects) {
            specs.add(ObjectFile.read(object, null));
        }
        requirePrograms(specs, "--cookie", cookies.keySet());
        requirePrograms(specs, "--iter-map", iteratedMaps.keySet());
        Integer exitCodeElsewhere = mode.elsewhere(skep, work());
        if (exitCodeElsewhere != null) {
            return exitCodeElsewhere;
        }
        try (RecordingReader reader = open();
                BpfEngine engine = BpfEngine.open()) {
            engine.warmUpCompiler();
            return play(engine, specs, reader);
        }
    }

    /** A misspelt name must not go unnoticed. */
    private static void requirePrograms(List<ObjectSpec> specs, String option, Set<String> names) {
        for (String name : names) {
            if (specs.stream().noneMatch(spec -> spec.program(name).isPresent())) {
                throw new BadInputException(option + " " + name + ": no program of this name");
            }
        }
    }

    private ModeOption.Work work() throws IOException {
        return !RecordingFile.isPipe(events) && Files.size(events) >= WORTH_COMPILING_BYTES
                ? ModeOption.Work.MUCH
                : ModeOption.Work.LITTLE;
    }

    private RecordingReader open() throws IOException {
        RecordingReader reader = RecordingFile.open(events, lenient ? Strictness.LENIENT : Strictness.STRICT);
        return new ReplayProgress(skep.terminal(), reader, RecordingFile.isPipe(events) ? 0 : Files.size(events));
    }

    private int play(BpfEngine engine, List<ObjectSpec> specs, RecordingReader reader) throws IOException {
        // The machine has been up for as long as the recorded one had when the first event happened.
        List<Early> before = new ArrayList<>();
        RecordedEvent first = reader.next();
        while (first != null && first.stamp().timeNs() == 0 && isPreparation(first)) {
            before.add(new Early(first, reader.place()));
            first = reader.next();
        }
        String firstPlace = reader.place();
        Coverage covered = new Coverage();
        if (coverage != null) {
            engine.cover(covered);
        }
        Replay replay = new Replay(
                engine,
                config(reader, first),
                raw ? MapReader.Form.RAW : MapReader.Form.TYPED,
                noVerify ? Admission.UNVERIFIED : Admission.VERIFIED);
        for (ObjectSpec spec : specs) {
            Optional<RejectionReport> rejection = replay.attach(spec, new Attachments(cookies, iteratedMaps));
            if (rejection.isPresent()) {
                reject(rejection.get());
                return ExitCode.FAILED;
            }
        }
        if (tasks != null) {
            try (RecordingReader present = RecordingFile.open(tasks, Strictness.STRICT)) {
                replay.play(present);
            }
        }
        long started = System.nanoTime();
        before.forEach(each -> replay.play(each.event(), reader.losses(), each.place()));
        if (first != null) {
            replay.play(first, reader.losses(), firstPlace);
            replay.play(reader);
        }
        long durationNs = System.nanoTime() - started;
        replay.readIterators();
        report(replay.reports(durationNs));
        if (coverage != null) {
            Files.writeString(coverage, Lcov.of(CoverageReport.of(covered)));
            if (!json) {
                skep.terminal().print("\n" + CoverageText.of(CoverageReport.of(covered)));
            }
        }
        RecordingFile.complain(skep.terminal(), events, reader.losses());
        return ExitCode.DONE;
    }

    /** An event from before the recording began, and where in it that stood. */
    private record Early(RecordedEvent event, String place) {}

    /** Whether it says what there is, and runs no program. */
    private static boolean isPreparation(RecordedEvent event) {
        return !(event instanceof RecordedEvent.Sample) && !(event instanceof RecordedEvent.Happening);
    }

    private void reject(RejectionReport rejection) {
        if (!json) {
            RunText.print(skep.terminal().out(), rejection);
            return;
        }
        try (JsonLines lines = new JsonLines(skep.terminal().out())) {
            lines.line(generator -> RunJson.write(generator, rejection));
        }
    }

    private KernelConfig config(RecordingReader reader, @Nullable RecordedEvent first) throws IOException {
        KernelConfig config = machine.config();
        int cpus = Math.max(config.cpus(), Math.min(reader.cpus(), KernelConfig.MAX_CPUS));
        long uptimeNs =
                first == null ? config.uptimeNs() : Math.max(0, first.stamp().timeNs());
        return config.withCpus(cpus)
                .withRealtimeNs(Math.max(config.realtimeNs(), uptimeNs))
                .withUptimeNs(uptimeNs);
    }

    private void report(List<ReplayReport> reports) {
        if (!json) {
            ReplayText.print(skep.terminal().out(), reports);
            return;
        }
        try (JsonLines lines = new JsonLines(skep.terminal().out())) {
            for (ReplayReport report : reports) {
                for (ReplayReport.Attached program : report.programs()) {
                    lines.line(generator -> ReplayJson.write(generator, report, program));
                }
            }
        }
    }
}
