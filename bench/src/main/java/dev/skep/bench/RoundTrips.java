package dev.skep.bench;

import static dev.skep.assertions.SkepAssertions.assertThat;

import dev.skep.junit.Load;
import dev.skep.junit.Skep;
import dev.skep.speed.SampleFrame;
import dev.skep.testing.BpfObject;
import org.junit.jupiter.api.RepeatedTest;

/**
 * What people write: tests with a fresh kernel each, into which a small object is loaded. {@link JUnitBenchmark} times
 * it.
 */
@Skep
class RoundTrips {
    static final int TESTS = 20;

    @Load("programs/parse_count.bpf.o")
    @SuppressWarnings("NullAway.Init")
    private BpfObject object;

    @RepeatedTest(TESTS)
    void aPacketIsParsedAndCounted() {
        assertThat(object.program(BenchProgram.PROGRAM).run(SampleFrame.bytes()))
                .returned(BenchProgram.PARSE_COUNT.expected(SampleFrame.bytes()));
    }
}
