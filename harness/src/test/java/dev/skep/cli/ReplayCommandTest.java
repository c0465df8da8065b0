package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
    private static final Path FIXTURES = Path.of("..", "fixtures");
    private static final Path RECORDING = FIXTURES.resolve("recordings").resolve("shell-pipeline.perf.data");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static String tool(String name) {
        return FIXTURES.resolve("tools").resolve(name + ".bpf.o").toString();
    }

    private int skep(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Skep.execute(
                new Terminal(new PrintWriter(out), new PrintWriter(err), Terminal.Watched.BY_NOBODY), arguments);
    }

    @Test
    void replayShowsProgramsHooksAndHistograms() {
        assertThat(skep("replay", tool("run_queue_latency"), "--events", RECORDING.toString()))
                .isZero();
        assertThat(out.toString())
                .startsWith("run_queue_latency.bpf.o, interpreted, verified\n")
                .containsPattern("on_switch +tracepoint/sched/sched_switch +40 +0\n")
                .contains("latency_us          : count    distribution\n")
                .contains("         8 -> 15         : 10       |****************************************|\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void severalObjectsPlayTogetherAndGiveALineForEachProgram() {
        assertThat(skep("replay", tool("open_snoop"), tool("off_cpu_time"), "--json", "--events", RECORDING.toString()))
                .isZero();
        assertThat(out.toString().lines())
                .hasSize(3)
                .first()
                .asString()
                .startsWith("{\"object\":\"open_snoop.bpf.o\",\"program\":\"on_enter\","
                        + "\"hook\":\"tracepoint/syscalls/sys_enter_openat\",\"type\":\"tracepoint\"")
                .contains("\"events\":217,\"returns\":{\"0\":217}")
                .contains("\"ringbufs\":{\"events\":[{\"duration_ns\":5480,");
    }

    /** The recording has 217 system calls of this name, as the test above says. */
    @Test
    void coverageIsWrittenAndShown() throws IOException {
        Path lcov = folder.resolve("out.lcov");
        String[] replay = {"replay", tool("open_snoop"), "--events", RECORDING.toString(), "--coverage", lcov.toString()
        };
        assertThat(skep(replay)).isZero();
        assertThat(out.toString()).contains("on_enter").contains("NOT EXECUTED").contains("open_snoop.bpf.c");
        assertThat(lcov)
                .content()
                .startsWith("TN:skep\nSF:")
                .contains("FNDA:217,on_enter\n")
                .contains(",217\n")
                .endsWith("end_of_record\n");
        String[] json = Arrays.copyOf(replay, replay.length + 1);
        json[replay.length] = "--json";
        assertThat(skep(json)).isZero();
        assertThat(out.toString().lines()).allMatch(line -> line.startsWith("{"));
    }

    @Test
    void theSameOutputComesFromPerfDataAndFromItsLines() throws IOException {
        assertThat(skep("events", RECORDING.toString())).isZero();
        Path lines = folder.resolve("x.jsonl");
        Files.writeString(lines, out.toString());
        Path back = folder.resolve("back.perf.data");
        assertThat(skep("events", lines.toString(), "--perf", back.toString())).isZero();
        String[] shown = new String[3];
        Path[] recordings = {RECORDING, lines, back};
        for (int i = 0; i < 3; i++) {
            assertThat(skep("replay", tool("syscall_counts"), "--events", recordings[i].toString()))
                    .isZero();
            shown[i] = out.toString();
        }
        assertThat(shown[1]).isEqualTo(shown[0]);
        assertThat(shown[2]).isEqualTo(shown[0]);
    }

    @Test
    void aBrokenRecordingIsRefusedOrPlayedAsFarAsItGoes() throws IOException {
        byte[] whole = Files.readAllBytes(RECORDING);
        // A record in the middle of the data has a size that none has.
        int at = 2664;
        while (at < 40_000) {
            at += whole[at + 6] & 0xff | (whole[at + 7] & 0xff) << 8;
        }
        whole[at + 6] = 1;
        whole[at + 7] = 0;
        Path broken = folder.resolve("broken.perf.data");
        Files.write(broken, whole);
        String[] replay = {"replay", tool("off_cpu_time"), "--events", broken.toString()};
        assertThat(skep(replay)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .startsWith("skep: broken.perf.data: offset " + at + ": record of type ")
                .contains("size of 1, expected at least 8");
        String[] lenient = Arrays.copyOf(replay, replay.length + 1);
        lenient[replay.length] = "--lenient";
        assertThat(skep(lenient)).isZero();
        assertThat(out.toString()).contains("on_switch");
        assertThat(err.toString()).contains("broken.perf.data: offset " + at);
    }

    @Test
    void whatIsNoRecordingIsSaidInOneLine() throws IOException {
        Path empty = folder.resolve("empty");
        Files.write(empty, new byte[0]);
        assertThat(skep("replay", tool("off_cpu_time"), "--events", empty.toString()))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).isEqualTo("skep: empty: offset 0: 0 bytes, expected a recording of perf\n");
    }
}
