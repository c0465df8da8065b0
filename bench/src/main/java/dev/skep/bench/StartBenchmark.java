package dev.skep.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A whole short command, from the start of its JVM to its end, as the launcher starts it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 10)
@Fork(1)
public class StartBenchmark {
    /** The folder that the launcher builds. */
    private final Path distribution = Path.of(System.getProperty(
            "skep.distribution", Path.of("..", "harness", "target", "skep").toString()));

    private final List<String> command = new ArrayList<>();

    /** Puts the command together, with the AOT cache where the launcher has made one. */
    @Setup
    public void prepare() {
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Path cache = distribution.resolve("skep.aot");
        if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.add("@" + distribution.resolve("java-options"));
        command.add("-jar");
        command.add(distribution.resolve("skep.jar").toString());
    }

    /** Whether there is something to start. */
    boolean isBuilt() {
        return Files.exists(distribution.resolve("skep.jar")) && Files.exists(distribution.resolve("java-options"));
    }

    /** Help, which needs nothing but the start. */
    @Benchmark
    public int help() throws IOException, InterruptedException {
        return run("--help");
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(arguments));
        int exitCode = new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (exitCode != 0) {
            throw new IllegalStateException(whole + " ended with " + exitCode);
        }
        return exitCode;
    }
}
