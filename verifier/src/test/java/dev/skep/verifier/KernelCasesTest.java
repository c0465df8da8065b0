package dev.skep.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.verifier.log.LogLevel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The kernel's own tests of its verifier, when they are at hand: the same verdicts, and as many steps. */
class KernelCasesTest {
    /** Programs that look into structs of the kernel, of which only the kernel's BTF tells. */
    private static final int NEED_KERNEL_TYPES = 4;

    @Test
    void saysWhatTheKernelSays() throws IOException {
        Path shared = Path.of(System.getProperty("skep.shared", "../../shared"));
        Path file = shared.resolve("verifier-cases/cases.jsonl");
        assumeTrue(Files.exists(file), "no recorded cases at " + file);
        List<String> verdicts = new ArrayList<>();
        List<String> counts = new ArrayList<>();
        int total = 0;
        try (InputStream stream = Files.newInputStream(file)) {
            for (RecordedCase recorded : RecordedCase.read(stream)) {
                total++;
                Verdict verdict = recorded.verify(LogLevel.EVERYTHING);
                int errno = verdict instanceof Verdict.Rejected rejected
                        ? rejected.errno().number()
                        : 0;
                if (errno != recorded.number("errno_618")) {
                    verdicts.add(recorded.text("id") + ": " + errno);
                }
                if (verdict.statistics().processed() != recorded.number("processed")
                        || verdict.statistics().totalStates() != recorded.number("total_states")) {
                    counts.add(recorded.text("id"));
                }
            }
        }
        assertTrue(verdicts.size() <= NEED_KERNEL_TYPES, "other verdicts: " + verdicts);
        assertTrue(counts.size() * 100 <= total * 3, "other counts: " + counts);
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
                        withoutAddresses(recorded.text("log")), withoutAddresses(verdict.log()), recorded.text("id"));
            }
        }
    }

    private static String withoutAddresses(String log) {
        return log.replaceAll("0xffff[0-9a-f]{12}", "0x…");
    }
}
