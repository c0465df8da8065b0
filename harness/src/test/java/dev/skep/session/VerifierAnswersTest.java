package dev.skep.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.helper.NotBuiltException;
import dev.skep.kernel.KernelConfig;
import dev.skep.object.ObjectReader;
import dev.skep.object.ObjectSpec;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.VerifierOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every program of the fixtures: accepted with the statistics of a 6.18 kernel's verifier. */
class VerifierAnswersTest {
    private static final int FEWEST_OBJECTS = 35;

    @TestFactory
    Stream<DynamicTest> statisticsAsTheKernels() throws IOException {
        KernelAnswers answers = KernelAnswers.inTheRepository();
        List<Path> files = answers.ofTheVerifier();
        assertThat(files).hasSizeGreaterThanOrEqualTo(FEWEST_OBJECTS);
        return files.stream().map(KernelAnswers::read).flatMap(answer -> tests(answers, answer));
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
                spec, KernelConfig.reference(), VerifierOptions.Summary.LONG, ObjectVerification.Log.STATISTICS);
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
