package dev.skep.cli;

import dev.skep.language.Admission;
import dev.skep.language.BpfEngine;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import dev.skep.packet.CaptureReader;
import dev.skep.packet.CaptureWriter;
import dev.skep.packet.Frame;
import dev.skep.packet.LinkType;
import dev.skep.packet.TimestampResolution;
import dev.skep.report.JsonLines;
import dev.skep.report.ProgramReport;
import dev.skep.report.RejectionReport;
import dev.skep.report.RunJson;
import dev.skep.report.RunText;
import dev.skep.session.CaptureRun;
import dev.skep.session.FrameSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code skep run}: a capture played through the programs of an object. */
@Command(
        name = "run",
        description = "Plays every frame of a capture through a program, or through all that the object holds,"
                + " each in a fresh kernel.")
final class RunCommand implements Callable<Integer> {
    /** From here on a second JVM that compiles is faster than going on in the one that interprets. */
    private static final long WORTH_COMPILING_BYTES = 8L << 20;

    private final Skep skep;

    @Parameters(index = "0", paramLabel = "OBJECT", description = "A BPF object as clang makes it.")
    private Path object = Path.of("");

    @Option(names = "--pcap", paramLabel = "FILE", required = true, description = "The capture: pcap or pcapng.")
    private Path capture = Path.of("");

    @Option(names = "--program", paramLabel = "NAME", description = "The program to run (default: all).")
    private @Nullable String program;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "What the programs are, where their sections do not say: xdp, sched_cls, ...")
    private @Nullable String type;

    @Option(
            names = "--out-pcap",
            paramLabel = "FILE",
            description = "Where each frame goes as the program left it, whatever it returned.")
    private @Nullable Path outCapture;

    @Option(names = "--repeat", paramLabel = "N", defaultValue = "1", description = "Play the capture so often.")
    private long repeat;

    @Option(names = "--json", description = "An object a line and program, for other tools.")
    private boolean json;

    @Option(names = "--raw", description = "Keys and values as hex, not by their types.")
    private boolean raw;

    @Option(names = "--no-verify", description = "Run programs that the verifier was not asked about.")
    private boolean noVerify;

    @Mixin
    private ModeOption mode = new ModeOption();

    @Mixin
    private MachineOptions machine = new MachineOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    RunCommand(Skep skep) {
        this.skep = skep;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (repeat < 1) {
            throw new ParameterException(spec.commandLine(), "--repeat " + repeat + ": expected at least 1");
        }
        CaptureRun run = new CaptureRun(
                machine.config(),
                machine.cpu(),
                raw ? CaptureRun.Raw.YES : CaptureRun.Raw.NO,
                noVerify ? Admission.UNVERIFIED : Admission.VERIFIED);
        ObjectSpec objectSpec = ObjectFile.read(object, type);
        List<ProgramSpec> programs = programs(objectSpec);
        if (outCapture != null && programs.size() > 1) {
            throw new ParameterException(
                    spec.commandLine(), "--out-pcap holds the frames of one program: name it with --program");
        }
        Integer exitCodeElsewhere = mode.elsewhere(skep, work());
        if (exitCodeElsewhere != null) {
            return exitCodeElsewhere;
        }
        try (BpfEngine engine = BpfEngine.open();
                JsonLines lines = new JsonLines(skep.terminal().out())) {
            engine.warmUpCompiler();
            int exitCode = ExitCode.DONE;
            boolean first = true;
            for (ProgramSpec each : programs) {
                ProgramReport report = play(engine, run, objectSpec, each.name());
                if (json) {
                    lines.line(generator -> RunJson.write(generator, report));
                } else {
                    skep.terminal().print(first ? "" : "\n");
                    RunText.print(skep.terminal().out(), report);
                }
                first = false;
                if (report instanceof RejectionReport) {
                    exitCode = ExitCode.FAILED;
                }
            }
            return exitCode;
        }
    }

    private List<ProgramSpec> programs(ObjectSpec objectSpec) {
        if (program != null) {
            ProgramSpec named = ObjectFile.program(objectSpec, program);
            if (!CaptureRun.takesPackets(named.type())) {
                throw new BadInputException(objectSpec.name() + ": " + program + " in section " + named.section()
                        + " takes no packets; --type says what it is if its section does not");
            }
            return List.of(named);
        }
        List<ProgramSpec> programs = new ArrayList<>();
        for (ProgramSpec each : objectSpec.programs()) {
            if (CaptureRun.takesPackets(each.type())) {
                programs.add(each);
            }
        }
        if (programs.isEmpty()) {
            throw new BadInputException(objectSpec.name() + ": no program that takes packets; it has "
                    + (objectSpec.programs().isEmpty() ? "none at all" : ObjectFile.listing(objectSpec)));
        }
        return programs;
    }

    private ModeOption.Work work() throws IOException {
        return Files.size(capture) * (double) repeat >= WORTH_COMPILING_BYTES
                ? ModeOption.Work.MUCH
                : ModeOption.Work.LITTLE;
    }

    private ProgramReport play(BpfEngine engine, CaptureRun run, ObjectSpec objectSpec, String name)
            throws IOException {
        try (CaptureReader reader = CaptureReader.open(capture)) {
            FrameSource source = repeat == 1 ? FrameSource.streamed(reader) : FrameSource.repeated(reader, repeat);
            FrameSource frames = new Progress(skep.terminal(), name, ethernetOnly(reader, source));
            if (outCapture == null) {
                return run.play(engine, objectSpec, name, frames, null);
            }
            TimestampResolution resolution = reader.resolution();
            try (CaptureWriter writer = CaptureWriter.create(outCapture, LinkType.ETHERNET, resolution)) {
                return run.play(engine, objectSpec, name, frames, writer);
            }
        }
    }

    private FrameSource ethernetOnly(CaptureReader reader, FrameSource source) {
        return () -> {
            Frame frame = source.next();
            if (frame != null && !reader.linkType().equals(LinkType.ETHERNET)) {
                throw new BadInputException(capture.getFileName() + ": frame " + frame.number() + " is of link type "
                        + reader.linkType() + ", expected ETHERNET");
            }
            return frame;
        };
    }
}
