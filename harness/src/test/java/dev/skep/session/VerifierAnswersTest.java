package dev.skep.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.helper.NotBuiltException;
import dev.skep.kernel.KernelConfig;
import dev.skep.object.ObjectReader;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.VerifierOptions;
import dev.skep.verifier.hint.Hint;
import dev.skep.verifier.hint.Hints;
import dev.skep.verifier.log.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The verifier held against what a 6.18 kernel said about the programs of the fixtures. */
class VerifierAnswersTest {
    private static final int FEWEST_OBJECTS = 35;
    private static final int FEWEST_MISTAKES = 19;

    /** Every program that runs: accepted, with the same counts. */
    @TestFactory
    Stream<DynamicTest> statisticsAsTheKernels() throws IOException {
        KernelAnswers answers = KernelAnswers.inTheRepository();
        List<Path> files = answers.ofTheVerifier();
        assertThat(files).hasSizeGreaterThanOrEqualTo(FEWEST_OBJECTS);
        return files.stream().map(KernelAnswers::read).flatMap(answer -> tests(answers, answer));
    }

    /** Every program of the mistakes: rejected with the errno and the log of a 6.18 kernel. */
    @TestFactory
    Stream<DynamicTest> rejectionsAsTheKernels() throws IOException {
        KernelAnswers answers = KernelAnswers.inTheRepository();
        ObjectSpec spec = ObjectReader.read("mistakes.bpf.o", Files.readAllBytes(answers.mistakes()));
        List<JsonTree> programs = answers.rejections().objects("programs");
        assertThat(programs.stream().map(program -> program.text("program", "")))
                .containsExactlyElementsOf(
                        spec.programs().stream().map(ProgramSpec::name).toList())
                .hasSizeGreaterThanOrEqualTo(FEWEST_MISTAKES);
        return programs.stream()
                .map(program -> DynamicTest.dynamicTest(program.text("program", ""), () -> reject(spec, program)));
    }

    private static void reject(ObjectSpec spec, JsonTree expected) {
        ObjectVerification verification = ObjectVerification.of(
                spec, KernelConfig.reference(), LogLevel.FAILING_PATH, VerifierOptions.Summary.SHORT);
        ObjectVerification.Judged judged =
                verification.judge(spec.program(expected.text("program", "")).orElseThrow());
        assertThat(judged.verdict()).isInstanceOf(Verdict.Rejected.class);
        Verdict.Rejected rejected = (Verdict.Rejected) judged.verdict();
        assertThat(withoutAddresses(rejected.log())).isEqualTo(withoutAddresses(expected.text("log", "")));
        assertThat(rejected.errno().number()).isEqualTo((int) expected.number("errno", 0));
        Hint hint = Hints.of(rejected, judged.image()).orElseThrow();
        assertThat(hint.line()).as("%s", hint).isNotNull();
    }

    private static String withoutAddresses(String log) {
        return log.replaceAll("0xffff[0-9a-f]{12}", "0xffff…");
    }

    private static Stream<DynamicTest> tests(KernelAnswers answers, JsonTree answer) {
        String object = answer.text("object", "");
        return answer.objects("programs").stream()
                .map(program -> DynamicTest.dynamicTest(
                        object + "/" + program.text("program", ""), () -> compare(answers.object(object), program)));
    }

    private static void compare(Path file, JsonTree expected) throws IOException {
        ObjectSpec spec = ObjectReader.read(String.valueOf(file.getFileName()), Files.readAllBytes(file));
        ObjectVerification verification = ObjectVerification.of(
                spec, KernelConfig.reference(), LogLevel.STATISTICS, VerifierOptions.Summary.LONG);
        Verdict verdict;
        try {
            verdict = verification
                    .judge(spec.program(expected.text("program", "")).orElseThrow())
                    .verdict();
        } catch (NotBuiltException missing) {
            Assumptions.abort(missing.getMessage());
            return;
        }
        assertThat(verdict).as("%s", verdict.log()).isInstanceOf(Verdict.Accepted.class);
        assertThat(verdict.log().lines().filter(line -> !line.startsWith("verification time ")))
                .isEqualTo(expected.list("log"));
    }
}
