package dev.skep.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.kernel.KernelConfig;
import dev.skep.report.JsonLines;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What a case answers; the verdicts are those of a 6.18 kernel. */
class CaseRunTest {
    /** {@code r0 = 2; exit}. */
    private static final String TWO = "b700000002000000" + "9500000000000000";

    private static String answer(CaseRun.Steps steps, String line) {
        StringWriter out = new StringWriter();
        try (LazyEngine engine = new LazyEngine();
                JsonLines lines = new JsonLines(out)) {
            CaseRun run = new CaseRun(engine, KernelConfig.reference(), 0, steps);
            lines.line(run.run(CaseSpec.parse("x:1", line))::write);
        }
        return out.toString().strip();
    }

    @Test
    void aProgramIsJudgedAndRunOnItsPacket() {
        assertThat(answer(
                        CaseRun.Steps.VERIFY_AND_RUN,
                        "{\"id\": 7, \"prog_type\": \"xdp\", \"insns\": \"" + TWO
                                + "\", \"data_in\": \"0000000000000000000000000800\"}"))
                .isEqualTo("{\"id\":7,\"verdict\":\"accept\",\"errno\":0,\"log_tail\":\"\",\"processed\":2,"
                        + "\"max_states_per_insn\":0,\"total_states\":0,\"peak_states\":0,\"stack\":\"0\",\"retval\":2,"
                        + "\"data_out\":\"0000000000000000000000000800\"}");
    }

    @Test
    void whatIsRejectedSaysWhyAndIsNotRun() {
        assertThat(answer(
                        CaseRun.Steps.VERIFY_AND_RUN,
                        "{\"id\": 1, \"prog_type\": 6, \"insns\": \"bf10000000000000" + "bf50000000000000"
                                + "9500000000000000\", \"data_in\": \"00\"}"))
                .isEqualTo("{\"id\":1,\"verdict\":\"reject\",\"errno\":13,\"log_tail\":\"R5 !read_ok\",\"processed\":2,"
                        + "\"max_states_per_insn\":0,\"total_states\":0,\"peak_states\":0,\"stack\":\"0\"}");
    }

    @Test
    void theStepsDecideWhatIsDone() {
        String line = "{\"id\": 1, \"prog_type\": 6, \"insns\": \"" + TWO + "\", \"mem\": \"00\"}";
        assertThat(answer(CaseRun.Steps.VERIFY, line)).contains("accept").doesNotContain("retval");
        assertThat(answer(CaseRun.Steps.RUN, line)).isEqualTo("{\"id\":1,\"errno\":0,\"retval\":2}");
    }

    @Test
    void aCaseMayAskForItsLogAndItsMaps() {
        String line = "{\"id\": 1, \"prog_type\": 6, \"insns\": \"" + TWO
                + "\", \"mem\": \"00\", \"log\": 1, \"log_level\": 2,"
                + " \"dump_maps\": 1, \"maps\": [{\"type\": 2, \"max\": 2, \"init\": [[\"01000000\", \"05000000\"]]}]}";
        assertThat(answer(CaseRun.Steps.VERIFY_AND_RUN, line))
                .contains("\"log\":\"func#0 @0\\nLive regs before insn:\\n")
                .endsWith("\"maps_after\":[[[\"00000000\",\"00000000\"],[\"01000000\",\"05000000\"]]]}");
    }

    @Test
    void whatCannotBeAnsweredSaysSoByName() {
        assertThat(answer(
                        CaseRun.Steps.VERIFY,
                        "{\"id\": 1, \"prog_type\": 6, \"xlated\": 1, \"insns\": \"" + TWO + "\"}"))
                .contains("\"errno\":38")
                .contains("\"error\":\"xlated: ");
    }

    /** {@code r0 = *(u64 *)(r1 + 8); exit}: the numbers are those of a 6.18 kernel. */
    @Test
    void rawTracepointsRunOnTheirArguments() {
        String second = "{\"id\": 1, \"prog_type\": \"raw_tracepoint\", \"run\": 1, \"insns\": \"7910080000000000"
                + "9500000000000000\", \"ctx_in\": \"000102030405060708090a0b0c0d0e0f";
        assertThat(answer(CaseRun.Steps.VERIFY_AND_RUN, second + "\"}")).contains("\"retval\":185207048");
        assertThat(answer(CaseRun.Steps.VERIFY_AND_RUN, second + "00".repeat(80) + "\"}"))
                .contains("\"retval\":185207048");
        assertThat(answer(CaseRun.Steps.VERIFY_AND_RUN, second + "00".repeat(81) + "\"}"))
                .contains("\"run_errno\":22");
        assertThat(answer(CaseRun.Steps.VERIFY_AND_RUN, second + "\", \"data_in\": \"00\"}"))
                .contains("\"run_errno\":22");
    }
}
