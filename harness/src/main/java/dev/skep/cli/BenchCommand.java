package dev.skep.cli;

import dev.skep.language.Mode;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import dev.skep.packet.CaptureReader;
import dev.skep.packet.Frame;
import dev.skep.packet.LinkType;
import dev.skep.report.JsonLines;
import dev.skep.session.CaptureRun;
import dev.skep.speed.ProgramSpeed;
import dev.skep.speed.Race;
import dev.skep.speed.RejectedProgramException;
import dev.skep.speed.SampleFrame;
import dev.skep.speed.SpeedChart;
import dev.skep.speed.SpeedJson;
import dev.skep.speed.SpeedText;
import dev.skep.speed.SpeedTrial;
import dev.skep.speed.SpeedTrial.HostKernelUse;
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

/** {@code skep bench}: how fast the programs of an object are, here and in the kernel of this machine. */
@Command(
        name = "bench",
        description = "Times the programs of an object: interpreted, compiled, and by the just-in-time compiler of this"
                + " machine's kernel where it answers, in turns.")
final class BenchCommand implements Callable<Integer> {
    private final Skep skep;

    @Parameters(index = "0", paramLabel = "OBJECT", description = "A BPF object as clang makes it.")
    private Path object = Path.of("");

    @Option(
            names = "--pcap",
            paramLabel = "FILE",
            description = "The frames to run on: pcap or pcapng (default: an HTTP request of 1514 bytes).")
    private @Nullable Path capture;

    @Option(names = "--program", paramLabel = "NAME", description = "The program to time (default: all).")
    private @Nullable String program;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "What the programs are, where their sections do not say: xdp, sched_cls, ...")
    private @Nullable String type;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "15",
            description = "How often each takes its turn (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--no-kernel", description = "Leave this machine's kernel alone.")
    private boolean noKernel;

    @Option(names = "--svg", paramLabel = "FILE", description = "Where a bar chart goes.")
    private @Nullable Path chart;

    @Option(names = "--json", description = "An object a line and program, for other tools.")
    private boolean json;

    @Mixin
    private MachineOptions machine = new MachineOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    BenchCommand(Skep skep) {
        this.skep = skep;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds " + rounds + ": expected at least 1");
        }
        ObjectSpec objectSpec = ObjectFile.read(object, type);
        List<ProgramSpec> programs = programs(objectSpec);
        List<byte[]> frames = frames();
        if (Mode.current() == Mode.INTERPRETED) {
            Integer exitCode = skep.againCompiled();
            if (exitCode != null) {
                return exitCode;
            }
        }
        SpeedTrial trial = new SpeedTrial(
                machine.config(),
                machine.cpu(),
                Race.USUAL.withRounds(rounds),
                noKernel ? HostKernelUse.NEVER : HostKernelUse.WHERE_IT_ANSWERS);
        List<ProgramSpeed> speeds = new ArrayList<>();
        int exitCode = ExitCode.DONE;
        StatusLine status = new StatusLine(skep.terminal());
        for (ProgramSpec each : programs) {
            try {
                speeds.add(trial.run(objectSpec, each, frames, stage -> status.show(each.name() + ": " + stage)));
            } catch (RejectedProgramException rejected) {
                skep.terminal().complain(String.valueOf(rejected.getMessage()));
                exitCode = ExitCode.FAILED;
            } finally {
                status.wipe();
            }
        }
        show(speeds);
        return exitCode;
    }

    private void show(List<ProgramSpeed> speeds) throws IOException {
        if (json) {
            try (JsonLines lines = new JsonLines(skep.terminal().out())) {
                speeds.forEach(speed -> lines.line(generator -> SpeedJson.write(generator, speed)));
            }
        } else if (!speeds.isEmpty()) {
            skep.terminal().print(SpeedText.of(speeds));
        }
        if (chart != null && !speeds.isEmpty()) {
            Files.writeString(chart, SpeedChart.of(speeds));
        }
    }

    private List<ProgramSpec> programs(ObjectSpec objectSpec) {
        List<ProgramSpec> programs = new ArrayList<>();
        for (ProgramSpec each : objectSpec.programs()) {
            boolean wanted = program == null ? each.autoload() : each.name().equals(program);
            if (wanted && CaptureRun.takesPackets(each.type())) {
                programs.add(each);
            }
        }
        if (programs.isEmpty()) {
            String what = program == null
                    ? "no program that takes packets"
                    : ObjectFile.program(objectSpec, program).name() + " takes no packets";
            throw new BadInputException(objectSpec.name() + ": " + what + "; it has "
                    + (objectSpec.programs().isEmpty() ? "none at all" : ObjectFile.listing(objectSpec)));
        }
        return programs;
    }

    private List<byte[]> frames() throws IOException {
        if (capture == null) {
            return List.of(SampleFrame.bytes());
        }
        List<byte[]> frames = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(capture)) {
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                if (!reader.linkType().equals(LinkType.ETHERNET)) {
                    throw new BadInputException(capture.getFileName() + ": frame " + frame.number()
                            + " is of link type " + reader.linkType() + ", expected ETHERNET");
                }
                frames.add(frame.data());
            }
        }
        if (frames.isEmpty()) {
            throw new BadInputException(capture.getFileName() + ": no frames to run on");
        }
        return frames;
    }
}
