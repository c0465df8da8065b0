package dev.skep.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.kernel.KernelTypes;
import dev.skep.verifier.log.LogLevel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** The kernel's own tests of its verifier, when they are at hand: the same verdicts, words and numbers. */
class KernelCasesTest {
    private static final int CASES = 536;

    @Test
    void saysWhatTheKernelSays(TestReporter reporter) throws IOException {
        Path shared = Path.of(System.getProperty("skep.shared", "../../shared"));
        Path file = shared.resolve("verifier-cases/cases.jsonl");
        assumeTrue(Files.exists(file), "no recorded cases at " + file);
        List<String> different = new ArrayList<>();
        int compared = 0;
        VerifierOptions options = VerifierOptions.usual()
                .withLevel(LogLevel.STATISTICS)
                .withCpus(4)
                .withKernelTypes(KernelTypes.reference());
        try (InputStream stream = Files.newInputStream(file)) {
            for (RecordedCase recorded : RecordedCase.read(stream)) {
                compared++;
                String difference = difference(recorded, recorded.verify(options));
                if (!difference.isEmpty()) {
                    different.add(recorded.text("id") + difference);
                }
            }
        }
        reporter.publishEntry("compared", compared + " programs, " + different.size() + " differ");
        assertEquals(CASES, compared);
        assertTrue(different.isEmpty(), String.join("\n", different));
    }

    /** What is not as the kernel answered, empty when all is. */
    private static String difference(RecordedCase recorded, Verdict verdict) {
        StringBuilder difference = new StringBuilder();
        int errno =
                verdict instanceof Verdict.Rejected rejected ? rejected.errno().number() : 0;
        Statistics statistics = verdict.statistics();
        compare(difference, "errno", recorded.number("errno_618"), errno);
        compare(difference, "processed", recorded.number("processed"), statistics.processed());
        compare(difference, "total_states", recorded.number("total_states"), statistics.totalStates());
        compare(difference, "peak_states", recorded.number("peak_states"), statistics.peakStates());
        compare(
                difference,
                "max_states_per_insn",
                recorded.number("max_states_per_insn"),
                statistics.maxStatesPerInstruction());
        compare(difference, "stack", recorded.text("stack"), statistics.stackText());
        compare(difference, "log", recorded.text("log_tail"), KernelLog.tail(verdict.log()));
        return difference.toString();
    }

    private static void compare(StringBuilder difference, String what, Object kernel, Object ours) {
        if (!kernel.equals(ours)) {
            difference
                    .append(' ')
                    .append(what)
                    .append(": ")
                    .append(kernel)
                    .append(" / ")
                    .append(ours);
        }
    }

    @Test
    void writesTheKernelsLog() throws IOException {
        try (InputStream stream = KernelCasesTest.class.getResourceAsStream("recorded.jsonl")) {
            if (stream == null) {
                throw new IllegalStateException("recorded.jsonl is missing");
            }
            for (RecordedCase recorded : RecordedCase.read(stream)) {
                Verdict verdict = recorded.verify(LogLevel.EVERYTHING);
                assertEquals(
                        KernelLog.withoutChance(recorded.text("log")),
                        KernelLog.withoutChance(verdict.log()),
                        recorded.text("id"));
            }
        }
    }
}
