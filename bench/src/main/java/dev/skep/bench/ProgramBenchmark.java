package dev.skep.bench;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A run of each of the programs: nanoseconds for one frame. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ProgramBenchmark {
    private static final int RUNS = 1000;

    @Param
    public BenchProgram program = BenchProgram.HASH_LOOP;

    private @Nullable LoadedBenchProgram loaded;

    private LoadedBenchProgram loaded() {
        return Objects.requireNonNull(loaded, "set up");
    }

    /** Loads the program and checks what it returns. */
    @Setup
    public void load() {
        loaded = LoadedBenchProgram.of(program);
    }

    /** Makes room in ring buffers: what finds them full is another program, and a faster one. */
    @Setup(Level.Invocation)
    public void drain() {
        loaded().drain();
    }

    /** Closes its engine. */
    @TearDown
    public void close() {
        loaded().close();
    }

    /** Runs of the program in a loop that is part of the guest. */
    @Benchmark
    @OperationsPerInvocation(RUNS)
    public long run() {
        return loaded().repeat(RUNS);
    }
}
