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

    private String lines(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void tasksAndSocketsMayBeThereFromTheStart() throws IOException {
        String tasks = lines("tasks.jsonl", """
                        {"task": {"pid": 42, "comm": "cat", "files": {"3": {"path": "/etc/passwd", "inode": 77}}}}
                        {"socket": {"protocol": "tcp", "local": "10.0.0.1", "localPort": 80}}
                        {"cgroup": {"id": 20, "path": "/system.slice"}}
                        """);
        String nothing = lines("events.jsonl", "{\"skep\": \"events\", \"version\": 1}\n");
        String[] replay = {
            "replay", tool("walks"), "--events", nothing, "--tasks", tasks, "--iter-map", "list_elements=sums", "--json"
        };
        assertThat(skep(replay)).isZero();
        assertThat(out.toString())
                .contains("\"output\":\"42 3 /etc/passwd 77\\n1 files\\n\"")
                .contains("10.0.0.1:80 0.0.0.0:0 state 10")
                .contains("20 1 'system.slice'")
                .contains("\"output\":\"sums: 0 = 0\\n\"");
        replay[7] = "list_elements=nothing";
        assertThat(skep(replay)).isNotZero();
        assertThat(err.toString())
                .contains("list_elements is to walk over a map nothing, which its object does not have");
        String broken = lines("broken.jsonl", "{\"task\": {\"pid\": \"x\"}}\n");
        assertThat(skep("replay", tool("walks"), "--events", nothing, "--tasks", broken))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("pid");
    }

    @Test
    void programsAreAttachedWithCookies() throws IOException {
        String events = lines(
                "events.jsonl",
                "{\"time\": 1, \"function\": \"do_unlinkat\", \"args\": [-100, {\"struct\": \"filename\", \"name\": \"/x\"}]}\n");
        String[] replay = {"replay", tool("hook_spy"), "--events", events, "--json", "--cookie", "at_kprobe=4711"};
        assertThat(skep(replay)).isZero();
        assertThat(out.toString()).contains("\"cookie\":4711,\"args\":[-100,1,0,0],\"text\":\"/x\"");
        replay[6] = "no_such_program=1";
        assertThat(skep(replay)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).isEqualTo("skep: --cookie no_such_program: no program of this name\n");
    }

    @Test
    void whatProgramsWriteToTheirStreamsIsShown() throws IOException {
        String events = lines(
                "events.jsonl",
                "{\"time\": 1, \"lsm\": \"file_open\", \"args\": {\"file\": {\"file\": \"/etc/passwd\"}}}\n");
        assertThat(skep("replay", tool("task_objects"), "--events", events)).isZero();
        assertThat(out.toString()).contains("  standard output of ");
    }

    @Test
    void whatCannotHappenIsSaidWithItsLineAndLeftOutWhenAsked() throws IOException {
        String events = lines("events.jsonl", """
                        {"time": 1, "function": "do_unlinkat", "args": [-100, {"struct": "filename", "name": "/x"}]}

                        {"time": 2, "function": "do_unlinked", "args": []}
                        {"time": 3, "lsm": "file_open", "args": {"fil": {"file": "/etc/passwd"}}}
                        {"time": 4, "function": "do_unlinkat", "args": [-100, "text", 3]}
                        {"time": 5, "raw_tracepoint": "sched_switch", "args": {"prev": {"task": 4711}}}
                        {"time": 6, "cpu": 300, "function": "do_unlinkat", "args": [1, 2]}
                        {"time": 7, "function": "do_unlinkat", "args": [-100, {"struct": "filename", "name": "/y"}]}
                        """);
        String[] replay = {"replay", tool("hook_spy"), "--events", events, "--json"};
        assertThat(skep(replay)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .startsWith("skep: events.jsonl: line 3: the kernel's types have no function do_unlinked,"
                        + " the nearest are do_unlinkat, ");
        String[] lenient = Arrays.copyOf(replay, replay.length + 1);
        lenient[replay.length] = "--lenient";
        assertThat(skep(lenient)).isZero();
        assertThat(err.toString().lines()).hasSize(5).allMatch(line -> line.startsWith("skep: events.jsonl: line "));
        assertThat(err.toString())
                .contains("line 4: ")
                .contains("line 5: ")
                .contains("line 6: ")
                .contains("line 7: ");
        assertThat(out.toString()).contains("\"text\":\"/x\"").contains("\"text\":\"/y\"");
    }

    @Test
    void histogramsAmongGlobalVariablesAreDrawnAsWell() {
        assertThat(skep("replay", tool("read_sizes"), "--events", RECORDING.toString()))
                .isZero();
        assertThat(out.toString())
                .contains("  map .bss (array), 1 entry\n\n")
                .contains("         read_us             : count    distribution\n")
                .contains("{nothing={slots=[0, 0,");
    }
}
