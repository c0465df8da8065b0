package dev.skep.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.kernel.Capability;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.Privilege;
import dev.skep.verifier.VerifierOptions.Summary;
import dev.skep.verifier.log.LogLevel;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Raw programs of our own, each about one rule, with what Linux 6.18 wrote about them at both levels of the log, to
 * root and to somebody without {@code CAP_PERFMON}; {@code fixtures/record-verifier-programs} makes them.
 */
class RecordedProgramsTest {
    private static final int PROGRAMS = 284;

    /** A loop whose log is too long, since every round may be the last for a processor that speculates. */
    private static final int NOT_RECORDED = 1;

    private static final VerifierOptions ROOT = VerifierOptions.usual().withKernelTypes(KernelTypes.reference());

    @Test
    void saysWhatTheKernelSaid(TestReporter reporter) throws IOException {
        List<RecordedCase> programs = read("programs.jsonl");
        for (RecordedCase program : programs) {
            compare(program, program, ROOT);
        }
        reporter.publishEntry("compared", programs.size() + " programs, two logs each");
        assertEquals(PROGRAMS, programs.size());
    }

    @Test
    void saysWhatTheKernelSaysWithoutPerfmon(TestReporter reporter) throws IOException {
        Map<String, RecordedCase> answers = new HashMap<>();
        read("programs-less.jsonl.gz").forEach(answer -> answers.put(answer.text("id"), answer));
        VerifierOptions less = ROOT.withPrivilege(Privilege.of(Capability.BPF, Capability.NET_ADMIN));
        int different = 0;
        for (RecordedCase program : read("programs.jsonl")) {
            RecordedCase answer = answers.get(program.text("id"));
            if (answer != null) {
                compare(program, answer, less);
                different += answer.number("errno") != program.number("errno") ? 1 : 0;
            }
        }
        reporter.publishEntry("compared", answers.size() + " programs, of which " + different + " end otherwise");
        assertEquals(PROGRAMS - NOT_RECORDED, answers.size());
        assertTrue(different >= 70, different + " programs end otherwise than for root");
    }

    private static List<RecordedCase> read(String name) throws IOException {
        try (InputStream stream = RecordedProgramsTest.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return RecordedCase.read(name.endsWith(".gz") ? new GZIPInputStream(stream) : stream);
        }
    }

    /** @param answer where the kernel's errno and logs stand */
    private static void compare(RecordedCase program, RecordedCase answer, VerifierOptions options) {
        Verdict verdict = program.verify(options.withLevel(LogLevel.EVERYTHING).withSummary(Summary.LONG));
        int errno =
                verdict instanceof Verdict.Rejected rejected ? rejected.errno().number() : 0;
        assertEquals(answer.number("errno"), errno, program.text("id"));
        assertLog(answer, "log", verdict);
        assertLog(answer, "log_level_1", program.verify(options));
    }

    private static void assertLog(RecordedCase answer, String key, Verdict verdict) {
        assertEquals(
                KernelLog.withoutChance(answer.text(key)),
                KernelLog.withoutChance(verdict.log()),
                answer.text("id") + ", " + key);
    }
}
