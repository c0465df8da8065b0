package dev.skep.bench;

import dev.skep.isa.Assembler;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.language.BpfEngine;
import dev.skep.nodes.LoadedProgram;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long it takes to compile a large program: it is run, the compiler waited for, so often that all of it is
 * compiled. The runs before that are part of the time. In a JVM that has compiled nothing else, as it is for somebody
 * who starts one program.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(3)
public class CompilationBenchmark {
    /** More calls than a call target needs to be compiled. */
    private static final int RUNS = 1100;

    private static final int BRANCHY = 0x10;

    /** About so many instructions are in the program. */
    @Param({"1000", "5000", "20000", "50000"})
    public int instructions = 1000;

    private @Nullable BpfEngine engine;
    private @Nullable LoadedProgram program;
    private @Nullable Invocation invocation;

    /** Loads the program. */
    @Setup(Level.Iteration)
    public void load() {
        BpfEngine opened = BpfEngine.open(Map.of("engine.BackgroundCompilation", "false"));
        engine = opened;
        Kernel kernel = new Kernel(KernelConfig.reference());
        ProgramImage image = ProgramImage.raw("large", ProgramType.XDP, Assembler.assemble(text()), List.of());
        BpfProgram loaded = opened.loadUnverified(kernel, image);
        program = (LoadedProgram) loaded.executable();
        invocation = new Invocation(kernel).on(0, loaded, null);
    }

    /** Closes its engine. */
    @TearDown(Level.Iteration)
    public void close() {
        Objects.requireNonNull(engine, "set up").close();
    }

    /** From the first run to where nothing is interpreted any more. */
    @Benchmark
    public long untilCompiled() {
        long result = Objects.requireNonNull(program, "set up").repeat(invocation(), RUNS);
        if (result != expected()) {
            throw new IllegalStateException("it computed " + result + ", expected " + expected());
        }
        return result;
    }

    private Invocation invocation() {
        return Objects.requireNonNull(invocation, "set up");
    }

    private int steps() {
        return instructions / 8;
    }

    /** Arithmetic, a branch and the stack in turns. */
    private String text() {
        StringBuilder text = new StringBuilder("r0 = 0\nr1 = 1\n");
        for (int step = 0; step < steps(); step++) {
            text.append("r0 += ").append(step).append("\nr1 ^= r0\n");
            text.append("*(u64 *)(r10 -").append(slot(step)).append(") = r1\n");
            text.append("r1 <<= 1\n");
            text.append("r2 = *(u64 *)(r10 -").append(slot(step)).append(")\n");
            text.append("if r2 & ")
                    .append(BRANCHY)
                    .append(" goto next")
                    .append(step)
                    .append('\n');
            text.append("r0 ^= r2\n");
            text.append("next").append(step).append(":\nr1 += 3\n");
        }
        return text.append("exit\n").toString();
    }

    private static int slot(int step) {
        return 8 * (1 + step % 60);
    }

    private long expected() {
        long r0 = 0;
        long r1 = 1;
        for (int step = 0; step < steps(); step++) {
            r0 += step;
            r1 ^= r0;
            long stored = r1;
            r1 <<= 1;
            if ((stored & BRANCHY) == 0) {
                r0 ^= stored;
            }
            r1 += 3;
        }
        return r0;
    }
}
