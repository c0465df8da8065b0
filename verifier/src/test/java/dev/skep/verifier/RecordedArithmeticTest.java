package dev.skep.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.verifier.log.LogLevel;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Random sequences of operators and comparisons on numbers that are known in part, and what Linux 6.18 knew of each
 * register after each of them: not less is known here, and not more. {@code fixtures/record-verifier-programs} makes
 * them.
 */
class RecordedArithmeticTest {
    private static final int LEAST_PROGRAMS = 400;
    private static final int LEAST_STATES = 15_000;

    @Test
    void asMuchIsKnownOfEachRegisterAsTheKernelKnows(TestReporter reporter) throws IOException {
        int programs = 0;
        long states = 0;
        try (InputStream packed = Objects.requireNonNull(
                        RecordedArithmeticTest.class.getResourceAsStream("arithmetic.jsonl.gz"), "recorded programs");
                InputStream plain = new GZIPInputStream(packed)) {
            for (RecordedCase program : RecordedCase.read(plain)) {
                Verdict verdict = program.verify(LogLevel.EVERYTHING);
                assertEquals(
                        KernelLog.withoutChance(program.text("log")),
                        KernelLog.withoutChance(verdict.log()),
                        program.text("id"));
                programs++;
                states += verdict.statistics().processed();
            }
        }
        reporter.publishEntry("compared", programs + " programs, " + states + " instructions on their paths");
        assertTrue(programs >= LEAST_PROGRAMS, programs + " programs");
        assertTrue(states >= LEAST_STATES, states + " instructions");
    }
}
