package dev.skep.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.kernel.KernelTypes;
import dev.skep.verifier.log.LogLevel;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the kernel says about programs that call its functions and look into its structs, to the byte. */
class KfuncVerdictsTest {
    @ParameterizedTest
    @CsvSource({"sections, 23", "objects, 24", "iterators, 14", "pointers, 34", "callbacks, 21"})
    void saysWhatTheKernelSays(String name, int expectedCases) throws IOException {
        List<RecordedCase> cases = read(name);
        assertEquals(expectedCases, cases.size());
        int accepted = 0;
        for (RecordedCase recorded : cases) {
            Verdict verdict = recorded.verify(VerifierOptions.usual()
                    .withLevel(LogLevel.EVERYTHING)
                    .withSummary(VerifierOptions.Summary.LONG)
                    .withKernelTypes(KernelTypes.reference()));
            assertEquals(recorded.text("log"), withoutChance(verdict.log()), name + ": " + recorded.text("id"));
            assertEquals(recorded.number("errno"), errno(verdict), name + ": " + recorded.text("id"));
            accepted += verdict instanceof Verdict.Accepted ? 1 : 0;
        }
        assertTrue(accepted > 0 && accepted < cases.size(), "accepted " + accepted + " of " + cases.size());
    }

    private static List<RecordedCase> read(String name) throws IOException {
        try (InputStream stream =
                KfuncVerdictsTest.class.getResourceAsStream("/fixtures/verdicts/" + name + ".jsonl")) {
            return RecordedCase.read(Objects.requireNonNull(stream, name));
        }
    }

    private static int errno(Verdict verdict) {
        return verdict instanceof Verdict.Rejected rejected ? rejected.errno().number() : 0;
    }

    /** Without addresses and times. */
    private static String withoutChance(String log) {
        return log.replaceAll("(r\\d = )0xffff[0-9a-f]{12}", "$10xffff888000000000")
                .replaceAll("(?m)^verification time .*\n", "");
    }
}
