package dev.skep.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.fixtures.Fixtures;
import dev.skep.kernel.KernelConfig;
import dev.skep.report.JsonLines;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Single calls of helpers with arguments at their edges, by programs of every kind that has test runs: results, what
 * they write, frames and maps afterwards are those that {@code fixtures/record-helper-answers} recorded of a 6.18
 * kernel.
 */
@Tag("engine")
class HelperAnswersTest {
    private static final int CASES = 2630;

    private static List<String> lines() throws IOException {
        byte[] packed = Fixtures.bytes("expected/helper_cases.jsonl.gz");
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(new ByteArrayInputStream(packed)), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    @Test
    void everyCallAnswersAsTheKernel() throws IOException {
        List<String> differences = new ArrayList<>();
        int ran = 0;
        try (LazyEngine engine = new LazyEngine()) {
            CaseRun run = new CaseRun(engine, KernelConfig.reference(), 0, CaseRun.Steps.VERIFY_AND_RUN);
            for (String line : lines()) {
                JsonTree asked = JsonTree.parse("case", line);
                JsonTree kernel = asked.object("kernel");
                JsonTree answer = JsonTree.parse("answer", answer(run, line));
                ran += kernel.has("retval") ? 1 : 0;
                for (String member : List.of("errno", "retval", "data_out", "maps_after")) {
                    Object expected = kernel.members().get(member);
                    Object found = answer.members().get(member);
                    // A system call has no frame, which the one leaves out and the other leaves empty.
                    if (!Objects.equals(expected, found) && !("".equals(expected) && found == null)) {
                        differences.add(asked.text("id", "") + ": " + member + " " + found + ", expected " + expected);
                    }
                }
            }
        }
        assertThat(differences).isEmpty();
        assertThat(ran).isGreaterThanOrEqualTo(CASES);
    }

    private static String answer(CaseRun run, String line) {
        StringWriter out = new StringWriter();
        try (JsonLines lines = new JsonLines(out)) {
            lines.line(run.run(CaseSpec.parse("x:1", line))::write);
        }
        return out.toString();
    }
}
