package dev.skep.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.kernel.KernelTypes;
import dev.skep.verifier.VerifierOptions.Summary;
import dev.skep.verifier.log.LogLevel;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Raw programs of our own, each about one rule, with what Linux 6.18 wrote about them at both levels of the log;
 * {@code fixtures/record-verifier-programs} makes them.
 */
class RecordedProgramsTest {
    private static final int PROGRAMS = 154;

    @Test
    void saysWhatTheKernelSaid(TestReporter reporter) throws IOException {
        List<RecordedCase> programs;
        try (InputStream stream = RecordedProgramsTest.class.getResourceAsStream("programs.jsonl")) {
            if (stream == null) {
                throw new IllegalStateException("programs.jsonl is missing");
            }
            programs = RecordedCase.read(stream);
        }
        VerifierOptions options = VerifierOptions.usual().withKernelTypes(KernelTypes.reference());
        for (RecordedCase program : programs) {
            Verdict verdict =
                    program.verify(options.withLevel(LogLevel.EVERYTHING).withSummary(Summary.LONG));
            int errno = verdict instanceof Verdict.Rejected rejected
                    ? rejected.errno().number()
                    : 0;
            assertEquals(program.number("errno"), errno, program.text("id"));
            assertLog(program, "log", verdict);
            assertLog(program, "log_level_1", program.verify(options));
        }
        reporter.publishEntry("compared", programs.size() + " programs, two logs each");
        assertEquals(PROGRAMS, programs.size());
    }

    private static void assertLog(RecordedCase program, String key, Verdict verdict) {
        assertEquals(
                KernelLog.withoutChance(program.text(key)),
                KernelLog.withoutChance(verdict.log()),
                program.text("id") + ", " + key);
    }
}
