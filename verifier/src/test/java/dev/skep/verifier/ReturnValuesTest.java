package dev.skep.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.btf.Btf;
import dev.skep.isa.Assembler;
import dev.skep.isa.Bytecode;
import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.verifier.log.LogLevel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * What programs of each type and type of attachment may return, as Linux 6.18 has it;
 * {@code fixtures/record-verifier-programs} asks it.
 */
class ReturnValuesTest {
    /** In the order of the columns behind the type and the attach type. */
    private static final List<String> RETURNS = List.of(
            "r0 = -1\n",
            "r0 = 0\n",
            "r0 = 1\n",
            "r0 = 2\n",
            "r0 = 3\n",
            "r0 = 4\n",
            "call 7\n",
            "call 7\nr0 &= 1\n",
            "call 7\nr0 &= 3\n",
            "");

    private static final int LEAST_PLACES = 1_500;

    private final List<Bytecode> programs =
            RETURNS.stream().map(code -> Assembler.assemble(code + "exit")).toList();

    @Test
    void returnValuesAreThoseOfTheKernel() throws IOException {
        List<String> different = new ArrayList<>();
        int places = 0;
        for (String line : lines()) {
            List<Integer> cells =
                    List.of(line.split("\t", -1)).stream().map(Integer::valueOf).toList();
            ProgramType type = Objects.requireNonNull(ProgramType.of(cells.get(0)));
            AttachType attachType = cells.get(1) == 0 ? AttachType.NONE : AttachType.of(cells.get(1));
            if (attachType == null || !isAnswered(type, cells)) {
                continue;
            }
            places++;
            for (int index = 0; index < RETURNS.size(); index++) {
                int errno = errno(type, attachType, programs.get(index));
                if (errno != cells.get(index + 2)) {
                    different.add(type + " " + attachType + " "
                            + RETURNS.get(index).strip() + ": " + cells.get(index + 2) + " / " + errno);
                }
            }
        }
        assertEquals(List.of(), different);
        assertTrue(places >= LEAST_PLACES, places + " places");
    }

    /** The kernel that was asked has no infrared remote control, and its machine does not let some types be loaded. */
    private static boolean isAnswered(ProgramType type, List<Integer> cells) {
        return type != ProgramType.LIRC_MODE2 && type != ProgramType.STRUCT_OPS && cells.get(3) != Errno.EPERM.number();
    }

    private static List<String> lines() throws IOException {
        try (InputStream stream =
                Objects.requireNonNull(ReturnValuesTest.class.getResourceAsStream("return-values.tsv"), "table")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .toList();
        }
    }

    private static int errno(ProgramType type, AttachType attachType, Bytecode code) {
        String target = switch (attachType) {
            case TRACE_ITER -> "task";
            case TRACE_RAW_TP -> "sched_switch";
            default -> "do_unlinkat";
        };
        ProgramImage image = new ProgramImage(
                "test",
                "",
                type,
                attachType,
                code,
                List.of(),
                Btf.empty(),
                List.of(),
                List.of(),
                "GPL",
                type == ProgramType.SYSCALL ? ProgramImage.F_SLEEPABLE : 0,
                type == ProgramType.TRACING ? target : "");
        VerifierOptions options =
                VerifierOptions.usual().withLevel(LogLevel.STATISTICS).withKernelTypes(KernelTypes.reference());
        return Verifier.verify(image, options) instanceof Verdict.Rejected rejected
                ? rejected.errno().number()
                : 0;
    }
}
