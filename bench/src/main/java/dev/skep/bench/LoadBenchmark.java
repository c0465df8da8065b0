package dev.skep.bench;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.link.Linker;
import dev.skep.object.ObjectSpec;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.Verifier;
import dev.skep.verifier.VerifierOptions;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The way of an object until its program may run: reading and linking it, and the verifier. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LoadBenchmark {
    @Param({"CHECKSUM", "LARGE", "LPM", "SUBPROGRAMS"})
    public BenchProgram program = BenchProgram.CHECKSUM;

    private @Nullable ProgramImage image;

    /** Links the program that is verified, and looks whether it is accepted. */
    @Setup
    public void link() {
        image = linked();
        if (!(verify() instanceof Verdict.Accepted)) {
            throw new IllegalStateException(program + " is rejected");
        }
    }

    private ProgramImage linked() {
        ObjectSpec object = program.read();
        return Linker.link(object, new Kernel(KernelConfig.reference())).image(BenchProgram.PROGRAM);
    }

    /** Bytes of an object to a linked program, in a kernel of its own. */
    @Benchmark
    public ProgramImage readAndLink() {
        return linked();
    }

    /** The verifier's walk over a linked program. */
    @Benchmark
    public Verdict verify() {
        return Verifier.verify(Objects.requireNonNull(image, "set up"), VerifierOptions.usual());
    }
}
