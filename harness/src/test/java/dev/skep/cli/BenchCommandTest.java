package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.language.Mode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code skep bench}: what it says, never how fast anything was. */
@Tag("engine")
class BenchCommandTest {
    private static final Path FIXTURES = Path.of("..", "fixtures");
    private static final String COUNTER =
            FIXTURES.resolve("programs").resolve("flow_counter.bpf.o").toString();
    private static final String MISTAKES =
            FIXTURES.resolve("mistakes").resolve("mistakes.bpf.o").toString();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int skep(String... arguments) {
        return Skep.execute(
                new Terminal(new PrintWriter(out), new PrintWriter(err), Terminal.Watched.BY_NOBODY), arguments);
    }

    @Test
    void anObjectForEachProgramWithTheTimeOfEachWay() throws IOException {
        Path chart = folder.resolve("chart.svg");
        assertThat(skep("bench", COUNTER, "--rounds", "1", "--no-kernel", "--json", "--svg", chart.toString()))
                .isZero();

        String mode = Mode.current().name().toLowerCase(Locale.ROOT);
        String compiled = Mode.current() == Mode.COMPILED ? "[0-9]+\\.[0-9]+" : "null";
        assertThat(out.toString())
                .matches("\\{\"object\":\"flow_counter.bpf.o\",\"program\":\"[a-z_]+\",\"type\":\"xdp\","
                        + "\"insns\":[0-9]+,\"frames\":1,\"mode\":\"" + mode + "\","
                        + "\"interpretedNs\":[0-9]+\\.[0-9]+,\"compiledNs\":" + compiled
                        + ",\"kernelNs\":null,\"ratioToKernel\":null,.*\"sameResults\":true,"
                        + "\"kernel\":\"not asked\"\\}\n");
        assertThat(Files.readString(chart)).startsWith("<svg").contains("</svg>");
    }

    @Test
    void whoWatchesSeesHowFarItIs() {
        PrintWriter watched = new PrintWriter(err);
        Terminal terminal = new Terminal(new PrintWriter(out), watched, Terminal.Watched.BY_A_PERSON);
        assertThat(Skep.execute(terminal, "bench", COUNTER, "--rounds", "2", "--no-kernel"))
                .isZero();
        assertThat(err.toString())
                .contains("xdp_flow_counter: warming up interpreted", "xdp_flow_counter: round 2 of 2")
                .endsWith(" \r");
    }

    @Test
    void theFirstLineNamesTheMode() {
        assertThat(skep("bench", COUNTER, "--rounds", "1", "--no-kernel")).isZero();
        String first = out.toString().lines().findFirst().orElseThrow();
        assertThat(first).contains(Mode.current() == Mode.COMPILED ? "compiled" : "INTERPRETED ONLY");
    }

    @Test
    void whatIsRejectedIsNotTimed() {
        assertThat(skep("bench", MISTAKES, "--rounds", "1", "--no-kernel")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("is rejected");
    }

    @Test
    void noRoundsAreNoRace() {
        assertThat(skep("bench", COUNTER, "--rounds", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--rounds 0: expected at least 1");
    }
}
