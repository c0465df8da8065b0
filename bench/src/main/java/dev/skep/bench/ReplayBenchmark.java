package dev.skep.bench;

import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.net.TestRun;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.Invocation;
import dev.skep.language.Admission;
import dev.skep.language.BpfEngine;
import dev.skep.language.Load;
import dev.skep.language.LoadedObject;
import dev.skep.nodes.EventSource;
import dev.skep.nodes.LoadedProgram;
import dev.skep.speed.SampleFrame;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A capture in memory played through the program that parses and counts: nanoseconds for one small packet. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReplayBenchmark {
    private static final int PACKETS = 10_000;
    private static final int SMALL = 64;

    private final byte[] frame = Arrays.copyOf(SampleFrame.bytes(), SMALL);
    private @Nullable BpfEngine engine;
    private @Nullable LoadedProgram program;
    private @Nullable TestRun testRun;

    /** Loads the program, and looks whether it counts a small packet as what it is. */
    @Setup
    public void load() {
        engine = BpfEngine.open();
        LoadedObject object = LoadedObject.inFreshKernel(
                engine, KernelConfig.reference(), BenchProgram.PARSE_COUNT.read(), Admission.VERIFIED);
        if (!(object.load(BenchProgram.PROGRAM) instanceof Load.Loaded(BpfProgram loaded))) {
            throw new IllegalStateException("the program is rejected");
        }
        program = (LoadedProgram) loaded.executable();
        testRun = TestRun.of(object.kernel(), loaded, 0);
        long expected = (long) PACKETS * BenchProgram.PARSE_COUNT.expected(frame);
        if (replay() != expected) {
            throw new IllegalStateException("packets are taken for something else");
        }
    }

    /** Closes its engine. */
    @TearDown
    public void close() {
        Objects.requireNonNull(engine, "set up").close();
    }

    /** Each packet is taken in, run on, and its verdict added up, as a replay does. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long replay() {
        TestRun run = Objects.requireNonNull(testRun, "set up");
        Packets packets = new Packets(run, frame);
        Objects.requireNonNull(program, "set up").replay(run.invocation(), packets);
        return packets.sum;
    }

    /** The same packet again and again. */
    private static final class Packets implements EventSource {
        private final TestRun run;
        private final byte[] frame;
        private int left = PACKETS;
        private long sum;

        Packets(TestRun run, byte[] frame) {
            this.run = run;
            this.frame = frame;
        }

        @Override
        public boolean next(Invocation invocation) {
            return left-- > 0 && run.begin(frame, 0, frame.length) == 0;
        }

        @Override
        public void done(Invocation invocation, long result) {
            sum += result;
        }
    }
}
