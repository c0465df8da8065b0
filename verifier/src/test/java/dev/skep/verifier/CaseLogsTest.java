package dev.skep.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.kernel.KernelTypes;
import dev.skep.verifier.log.LogLevel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * The kernel's own tests of its verifier, when they are at hand: the logs of both levels are the kernel's, by the marks
 * that {@code fixtures/record-case-logs} took of them.
 */
class CaseLogsTest {
    private static final int CASES = 536;

    /** Lines of which there is a mark. */
    private static final int MARKED_LINES = 4000;

    private static final int MARK_DIGITS = 4;

    @Test
    void bothLevelsOfTheLogAreTheKernels(TestReporter reporter) throws IOException {
        Path shared = Path.of(System.getProperty("skep.shared", "../../shared"));
        Path file = shared.resolve("verifier-cases/cases.jsonl");
        assumeTrue(Files.exists(file), "no recorded cases at " + file);
        Map<String, RecordedCase> marks = marks();
        VerifierOptions options = VerifierOptions.usual().withKernelTypes(KernelTypes.reference());
        List<String> different = new ArrayList<>();
        int compared = 0;
        try (InputStream stream = Files.newInputStream(file)) {
            for (RecordedCase program : RecordedCase.read(stream)) {
                RecordedCase marked = Objects.requireNonNull(marks.get(program.text("id")), program.text("id"));
                compare(program, options.withLevel(LogLevel.EVERYTHING), marked, "level2", different);
                compare(program, options.withLevel(LogLevel.FAILING_PATH), marked, "level1", different);
                compared++;
            }
        }
        reporter.publishEntry("compared", compared + " programs, two logs each, " + different.size() + " logs differ");
        assertEquals(CASES, compared);
        assertTrue(different.isEmpty(), String.join("\n", different));
    }

    private static Map<String, RecordedCase> marks() throws IOException {
        Map<String, RecordedCase> marks = new HashMap<>();
        try (InputStream packed =
                        Objects.requireNonNull(CaseLogsTest.class.getResourceAsStream("case-logs.jsonl.gz"), "marks");
                InputStream plain = new GZIPInputStream(packed)) {
            RecordedCase.read(plain).forEach(marked -> marks.put(marked.text("id"), marked));
        }
        return marks;
    }

    private static void compare(
            RecordedCase program, VerifierOptions options, RecordedCase marked, String level, List<String> different) {
        String log = KernelLog.withoutChance(program.verify(options).log());
        if (!(marked.json().get(level) instanceof Map<?, ?> kernel)) {
            throw new IllegalStateException(program.text("id") + ": no marks of " + level);
        }
        if (!sha256(log).equals(kernel.get("sha256"))) {
            different.add(program.text("id") + ", " + level + ": "
                    + firstDifference(log, String.valueOf(kernel.get("lines"))));
        }
    }

    private static String sha256(String log) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(log.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException(absent);
        }
    }

    private static String firstDifference(String log, String marks) {
        String[] lines = log.split("\n", -1);
        for (int line = 0; line < Math.min(lines.length, MARKED_LINES); line++) {
            int at = line * MARK_DIGITS;
            if (at >= marks.length()) {
                return "has more lines than the kernel's: " + lines[line];
            }
            CRC32 crc = new CRC32();
            crc.update(lines[line].getBytes(StandardCharsets.UTF_8));
            String mark = HexFormat.of().toHexDigits((short) crc.getValue());
            if (!marks.startsWith(mark, at)) {
                return "line " + (line + 1) + " is not the kernel's: " + lines[line];
            }
        }
        return "ends otherwise, or differs later";
    }
}
