package dev.skep.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.verifier.Verdict;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every benchmark does what it claims to time; how long it takes is not looked at here. */
class BenchmarkSmokeTest {
    /** The setup compares the first result with what the program has to return. */
    @ParameterizedTest
    @EnumSource
    void programsReturnWhatTheyShould(BenchProgram program) {
        ProgramBenchmark benchmark = new ProgramBenchmark();
        benchmark.program = program;
        benchmark.load();
        try {
            benchmark.drain();
            assertTrue(benchmark.run() != 0, "0 is what all of them return when something is wrong");
        } finally {
            benchmark.close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHECKSUM", "LARGE", "LPM", "SUBPROGRAMS"})
    void objectsAreReadLinkedAndVerified(BenchProgram program) {
        LoadBenchmark benchmark = new LoadBenchmark();
        benchmark.program = program;
        benchmark.link();
        assertTrue(benchmark.verify() instanceof Verdict.Accepted);
        assertEquals(BenchProgram.PROGRAM, benchmark.readAndLink().name());
    }

    @Test
    void replayCountsAllPackets() {
        ReplayBenchmark benchmark = new ReplayBenchmark();
        benchmark.load();
        try {
            assertEquals(10_000L * (6 << 16 | 80), benchmark.replay());
        } finally {
            benchmark.close();
        }
    }

    @Test
    void recordingHappensAgain() throws IOException {
        RecordingBenchmark benchmark = new RecordingBenchmark();
        benchmark.attach();
        try {
            assertEquals(benchmark.events(), benchmark.read().size());
            long before = benchmark.play();
            assertTrue(benchmark.play() > before, "each time programs run");
        } finally {
            benchmark.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 20_000})
    void largeProgramsCompute(int instructions) {
        CompilationBenchmark benchmark = new CompilationBenchmark();
        benchmark.instructions = instructions;
        benchmark.load();
        try {
            assertTrue(benchmark.untilCompiled() != 0, "it compared the result itself");
        } finally {
            benchmark.close();
        }
    }

    @Test
    void testsPass() {
        assertEquals(RoundTrips.TESTS, new JUnitBenchmark().tests());
    }

    @Test
    void commandsStart() throws IOException, InterruptedException {
        StartBenchmark benchmark = new StartBenchmark();
        assumeTrue(benchmark.isBuilt(), "no distribution in harness/target: mvn package builds it");
        benchmark.prepare();
        assertEquals(0, benchmark.help());
    }
}
