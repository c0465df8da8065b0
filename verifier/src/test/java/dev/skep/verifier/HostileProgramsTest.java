package dev.skep.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.isa.Assembler;
import dev.skep.isa.Bytecode;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.verifier.log.LogLevel;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs that mean no good end in a verdict, within the kernel's limits and in bounded memory. Verdicts, messages and
 * counts are those of the 6.18 kernel.
 */
class HostileProgramsTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int SLOT_BYTES = 8;
    private static final int HEAP_MB = 64;

    /**
     * @param message how the kernel's log ends before the statistics, null for an accepted program
     * @param peakStates how many states were alive at most
     */
    record Hostile(String name, String code, @Nullable Errno errno, String message, int processed, int peakStates) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final String TOO_LARGE = "BPF program is too large. Processed 1000001 insn";
    private static final String TOO_COMPLEX = "The sequence of 8193 jumps is too complex.";

    /** Each round leaves another number behind, so that no state is like one before. */
    private static final String ENDLESS_COUNT = "r0 = 0\nr0 += 1\nif r0 < 2000000 goto pc-2\nexit";

    static List<Hostile> programs() {
        return List.of(
                new Hostile("a loop", ENDLESS_COUNT, Errno.E2BIG, TOO_LARGE, 1_000_001, 25_001),
                new Hostile("a loop in a loop", """
                        r0 = 0
                        r1 = 0
                        r1 += 1
                        if r1 < 1000 goto pc-2
                        r0 += 1
                        if r0 < 1000 goto pc-5
                        exit""", Errno.E2BIG, TOO_LARGE, 1_000_001, 24_990),
                new Hostile("as many branches as there may be", branches(8192), null, "", 49_150, 6142),
                new Hostile("one branch more", branches(8193), Errno.EFAULT, TOO_COMPLEX, 16_386, 2048),
                new Hostile("states kept apart by a spill", """
                        r7 = 0
                        call 7
                        if r0 == 1 goto pc+1
                        r7 += 1
                        *(u64 *)(r10 -8) = r7
                        call 7
                        if r0 != 5 goto pc-6
                        r7 = *(u64 *)(r10 -8)
                        if r7 > 70000 goto pc-8
                        r0 = 0
                        exit""", Errno.EFAULT, TOO_COMPLEX, 81_917, 806),
                new Hostile("a jump to itself", "goto pc-1", Errno.EINVAL, """
                        infinite loop detected at insn 0
                        cur state: R1=ctx() R10=fp0
                        old state: R1=ctx() R10=fp0""", 9, 1),
                new Hostile(
                        "a function that calls itself",
                        "call pc-1\nexit",
                        Errno.E2BIG,
                        "the call stack of 9 frames is too deep",
                        8,
                        1),
                new Hostile(
                        "functions fanning out",
                        "call pc+3\ncall pc+2\nr0 = 0\nexit\n".repeat(7) + "r0 = 0\nexit",
                        null,
                        "",
                        764,
                        42),
                new Hostile("as many functions as there may be", functions(255), null, "", 766, 85),
                new Hostile("one function more", functions(256), Errno.E2BIG, "too many subprograms", 0, 0));
    }

    private static String branches(int count) {
        StringBuilder code = new StringBuilder("call 7\n");
        for (int i = 1; i <= count; i++) {
            code.append("if r0 == ").append(i).append(" goto pc+1\nr0 += 0\n");
        }
        return code + "r0 = 0\nexit";
    }

    private static String functions(int count) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < count; i++) {
            code.append("call pc+").append(count + i).append('\n');
        }
        return code + "exit\n" + "r0 = 0\nexit\n".repeat(count);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void endAsInTheKernel(Hostile program) {
        Verdict verdict =
                verify(Assembler.assemble(program.code), VerifierOptions.usual().withLevel(LogLevel.FAILING_PATH));
        String log = verdict.log();
        if (program.errno == null) {
            assertThat(verdict).as(log).isInstanceOf(Verdict.Accepted.class);
        } else {
            assertThat(verdict)
                    .as(log)
                    .isInstanceOfSatisfying(
                            Verdict.Rejected.class,
                            rejected -> assertThat(rejected.errno()).isEqualTo(program.errno));
            assertThat(log).contains(program.message + "\nprocessed ");
        }
        assertThat(verdict.statistics().processed()).isEqualTo(program.processed);
        assertThat(verdict.statistics().peakStates()).isEqualTo(program.peakStates);
    }

    private static Verdict verify(Bytecode code, VerifierOptions options) {
        return Verifier.verify(
                ProgramImage.raw("test", ProgramType.SOCKET_FILTER, code, List.of()), List.of(), options);
    }

    /** Memory is for the states that are alive, 25,001 at the end, not for the million instructions. */
    @Test
    void aMillionInstructionsFitIntoASmallHeap() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MB + "m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Counting.class.getName())
                .redirectErrorStream(true)
                .start();
        try (InputStream output = process.getInputStream()) {
            String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(said).contains("E2BIG 1000001 25001");
        } finally {
            process.destroyForcibly();
        }
    }

    /** Judges the loop in a JVM of its own. */
    static final class Counting {
        public static void main(String[] arguments) {
            Verdict verdict = verify(
                    Assembler.assemble(ENDLESS_COUNT), VerifierOptions.usual().withLevel(LogLevel.STATISTICS));
            Errno errno = verdict instanceof Verdict.Rejected rejected ? rejected.errno() : null;
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            out.println(errno + " " + verdict.statistics().processed() + " "
                    + verdict.statistics().peakStates());
        }
    }

    @Test
    void aLogOfAnyLengthIsCutToItsEnd() {
        int limit = 1 << 16;
        Verdict verdict = verify(
                Assembler.assemble("r0 = 0\nr0 += 1\nif r0 < 100000 goto pc-2\nexit"),
                VerifierOptions.usual().withLevel(LogLevel.EVERYTHING).withLogLimit(limit));
        assertThat(verdict.log()).hasSizeLessThan(2 * limit + 1024).contains("processed 200002 insns");
    }

    /** Its loop is compared with that of the call before, which had more stack. */
    @Test
    void aFunctionThatUsesLessStackWhenItIsCalledAgain() {
        Verdict verdict = verify(Assembler.assemble("""
                r6 = 1
                r1 = r6
                call pc+4
                r6 += -1
                if r6 s>= 0 goto pc-4
                r0 = 0
                exit
                if r1 == 0 goto pc+1
                *(u64 *)(r10 -16) = r1
                may_goto pc+0
                r0 = 0
                exit
                """), VerifierOptions.usual());
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        assertThat(verdict.log()).contains("processed 34 insns");
    }

    @Test
    void moreSlotsThanTheKernelTakesAreRefusedUnread() {
        byte[] slots = new byte[1_000_001 * SLOT_BYTES];
        assertThat(verify(Bytecode.of(slots), VerifierOptions.usual()))
                .isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> {
                    assertThat(rejected.errno()).isEqualTo(Errno.E2BIG);
                    assertThat(rejected.log()).isEmpty();
                });
    }

    @Test
    void anyBytesEndInAVerdict(TestReporter reporter) {
        long seed = 20260701;
        Random random = new Random(seed);
        int programs = 20_000;
        int rejected = 0;
        for (int number = 0; number < programs; number++) {
            byte[] bytes = new byte[SLOT_BYTES * (1 + random.nextInt(12))];
            random.nextBytes(bytes);
            rejected += verify(Bytecode.of(bytes), VerifierOptions.usual()) instanceof Verdict.Rejected ? 1 : 0;
        }
        reporter.publishEntry("seed", Long.toString(seed));
        assertThat(rejected).isEqualTo(programs);
    }
}
