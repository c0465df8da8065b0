package dev.skep.verifier.hint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.btf.Btf;
import dev.skep.isa.Assembler;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.LineRecord;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.verifier.Statistics;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.Verifier;
import dev.skep.verifier.VerifierOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HintsTest {
    private static final int FEWEST_FAMILIES = 60;
    private static final Pattern RECORDED =
            Pattern.compile("\"id\": \"([^\"]*)\".*\"errno_618\": ([0-9]+).*\"log_tail\": \"((?:[^\"\\\\]|\\\\.)*)\"");

    static List<HintFamily> families() {
        return HintTable.ALL;
    }

    @Test
    void thereAreManyFamilies() {
        assertTrue(HintTable.ALL.size() >= FEWEST_FAMILIES, "families: " + HintTable.ALL.size());
    }

    /** A family that another one hides would never be seen. */
    @ParameterizedTest
    @MethodSource("families")
    void everyFamilyIsTheFirstToFindItsExample(HintFamily family) {
        HintFamily first = HintTable.ALL.stream()
                .filter(each -> each.message().matcher(family.example()).find())
                .findFirst()
                .orElseThrow();
        assertEquals(family.message().pattern(), first.message().pattern());
        Matcher found = family.message().matcher(family.example());
        assertTrue(found.find());
        String text = HintFamily.filled(family.meaning(), found) + HintFamily.filled(family.fix(), found);
        assertFalse(text.contains("$") || text.matches(".*\\bnull\\b.*"), text);
        assertTrue(family.meaning().endsWith("."), family.meaning());
        assertTrue(
                family.fix().endsWith(".")
                        || family.fix().endsWith(";")
                        || family.fix().endsWith(")")
                        || family.fix().endsWith("..."),
                family.fix());
    }

    private static ProgramImage program(String assembly, List<LineRecord> lines) {
        return new ProgramImage(
                "xdp_oob",
                "xdp",
                ProgramType.XDP,
                AttachType.NONE,
                Assembler.assemble(assembly),
                List.of(),
                Btf.empty(),
                List.of(),
                lines,
                "GPL",
                0,
                "");
    }

    @Test
    void aRealRejectionNamesItsLine() {
        ProgramImage program = program(
                """
                r2 = *(u32 *)(r1 +0)
                r0 = *(u8 *)(r2 +0)
                exit
                """,
                List.of(
                        new LineRecord(0, "/src/oob.bpf.c", "void *data = (void *)(long)ctx->data;", 7, 1),
                        new LineRecord(1, "/src/oob.bpf.c", "\treturn *(__u8 *)data;", 9, 1)));
        Verdict verdict = Verifier.verify(program, VerifierOptions.usual());
        if (!(verdict instanceof Verdict.Rejected rejected)) {
            throw new AssertionError(verdict.log());
        }
        Hint hint = Hints.of(rejected, program).orElseThrow();
        assertEquals("""
                hint: bytes of the packet are touched that no comparison with data_end has shown to be there.
                  line: oob.bpf.c:9: return *(__u8 *)data;
                  usual fix: before the access: if ((void *)(header + 1) > data_end) return ...; with the very pointer that is used afterwards.
                """, hint.text());
        assertFalse(rejected.log().contains("hint:"));
    }

    @Test
    void aMessageThatNamesAnInstructionMeansThatOne() {
        ProgramImage program = program(
                "exit", List.of(new LineRecord(0, "a.c", "first", 1, 1), new LineRecord(4, "a.c", "acquire()", 2, 1)));
        Verdict.Rejected rejected = new Verdict.Rejected(
                Errno.EINVAL,
                "Unreleased reference id=2 alloc_insn=5\n",
                OptionalInt.of(0),
                new Statistics(0, 0, 0, 0, List.of()));
        assertEquals(
                Optional.of("acquire()"),
                Hints.of(rejected, program).map(Hint::line).map(LineRecord::text));
    }

    @Test
    void everyRecordedRejectionHasAHint() throws IOException {
        Path file = Path.of(System.getProperty("skep.shared", "../../shared")).resolve("verifier-cases/cases.jsonl");
        assumeTrue(Files.exists(file), "no recorded cases at " + file);
        List<String> without = new ArrayList<>();
        int rejections = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            Matcher found = RECORDED.matcher(line);
            assertTrue(found.find(), line);
            if (found.group(2).equals("0")) {
                continue;
            }
            rejections++;
            Verdict.Rejected rejected = new Verdict.Rejected(
                    Errno.EINVAL,
                    found.group(3).replace("\\n", "\n"),
                    OptionalInt.empty(),
                    new Statistics(0, 0, 0, 0, List.of()));
            if (Hints.of(rejected, program("exit", List.of())).isEmpty()) {
                without.add(found.group(1) + ": " + found.group(3));
            }
        }
        assertTrue(rejections > 200, "rejections: " + rejections);
        assertEquals(List.of(), without);
    }
}
