package dev.skep.bench;

import dev.skep.kernel.KernelConfig;
import dev.skep.language.Admission;
import dev.skep.language.BpfEngine;
import dev.skep.object.ObjectReader;
import dev.skep.object.ObjectSpec;
import dev.skep.recording.RecordedEvent;
import dev.skep.recording.RecordingReader;
import dev.skep.recording.Recordings;
import dev.skep.recording.Strictness;
import dev.skep.replay.Attachments;
import dev.skep.replay.Replay;
import dev.skep.report.ReplayReport;
import dev.skep.session.MapReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How fast a recording is replayed, and how much memory that takes: {@code ReplaySpeed OBJECT RECORDING}. Prints a line
 * for each million of samples: samples a second of the processor time of the thread that replays (reading the file,
 * following the tasks and running the programs), and what of the heap is in use after a collection. A long recording is
 * made of a short one by {@code skep events SHORT --perf LONG --repeat N}; {@code bench/replay-speed} does it all.
 */
public final class ReplaySpeed {
    private static final int STEP = 1_000_000;

    private final PrintStream out;
    private long samples;
    private long stepNs;

    private ReplaySpeed(PrintStream out) {
        this.out = out;
    }

    /** Measures. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("expected an object and a recording");
        }
        new ReplaySpeed(System.out).measure(Path.of(arguments[0]), Path.of(arguments[1]));
    }

    /** Measures, and gives how many samples there were. */
    static long measure(PrintStream out, Path object, Path recording) throws IOException {
        ReplaySpeed speed = new ReplaySpeed(out);
        speed.measure(object, recording);
        return speed.samples;
    }

    private void measure(Path object, Path recording) throws IOException {
        ObjectSpec spec = ObjectReader.read(object.getFileName().toString(), Files.readAllBytes(object));
        try (BpfEngine engine = BpfEngine.open();
                RecordingReader reader = Recordings.open(recording, Strictness.STRICT)) {
            out.println(spec.name() + ", " + engine.mode().name().toLowerCase(Locale.ROOT));
            Replay replay = new Replay(engine, KernelConfig.reference(), MapReader.Form.TYPED, Admission.VERIFIED);
            if (replay.attach(spec, Attachments.PLAIN).isPresent()) {
                throw new IllegalStateException(spec.name() + " is rejected");
            }
            stepNs = threadNs();
            for (RecordedEvent event = reader.next(); event != null; event = reader.next()) {
                replay.play(event);
                if (event instanceof RecordedEvent.Sample && ++samples % STEP == 0) {
                    step();
                }
            }
            for (ReplayReport report : replay.reports(0)) {
                report.programs().forEach(program -> out.println(program.program() + " ran " + program.events()));
            }
        }
    }

    private void step() {
        long nowNs = threadNs();
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        out.printf(
                Locale.ROOT,
                "%d million: %.2f million samples a second, %d MiB in use%n",
                samples / STEP,
                STEP * 1e3 / (nowNs - stepNs),
                heap >> 20);
        stepNs = threadNs();
    }

    private static long threadNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
