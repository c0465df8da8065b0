package dev.skep.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.fixtures.Fixtures;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.memory.KernelStruct;
import dev.skep.kernel.task.OpenFile;
import dev.skep.kernel.task.Task;
import dev.skep.kernel.task.TaskSpec;
import dev.skep.language.Admission;
import dev.skep.language.BpfEngine;
import dev.skep.object.ObjectReader;
import dev.skep.object.ObjectSpec;
import dev.skep.recording.RecordingReader;
import dev.skep.recording.Recordings;
import dev.skep.recording.Strictness;
import dev.skep.report.ReplayReport;
import dev.skep.session.MapReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every kind of hook with {@code tools/hook_spy.bpf.c}, whose programs tell what they saw: fired by lines of JSON, by a
 * test, and by a recording. What a line passes must come out of the program's registers, context and helpers.
 */
@Tag("engine")
class HookSpyTest {
    private static final Path RECORDINGS = Path.of("..", "fixtures", "recordings");
    private static final Attachments COOKIES =
            new Attachments(Map.of("at_kprobe", 7L, "at_uprobe", 8L, "at_usdt", 9L), Map.of());

    @SuppressWarnings("NullAway.Init")
    private static BpfEngine engine;

    private final Replay replay =
            new Replay(engine, KernelConfig.reference(), MapReader.Form.TYPED, Admission.VERIFIED);

    @BeforeAll
    static void open() {
        engine = BpfEngine.open();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private void attach() {
        ObjectSpec spec = ObjectReader.read("hook_spy.bpf.o", Fixtures.bytes("tools/hook_spy.bpf.o"));
        assertThat(replay.attach(spec, COOKIES)).isEmpty();
    }

    /** What the programs saw, a line each: hook, process, cookie, arguments, text. */
    private List<String> seen() {
        List<String> lines = new ArrayList<>();
        ReplayReport report = replay.reports(0).getFirst();
        for (Object each : Objects.requireNonNull(report.ringBuffers().get("events"))) {
            Map<?, ?> event = (Map<?, ?>) each;
            List<?> arguments = (List<?>) Objects.requireNonNull(event.get("args"));
            lines.add(event.get("hook") + " " + event.get("pid") + "/" + event.get("cpu") + " cookie "
                    + event.get("cookie") + " " + arguments + " " + event.get("text"));
        }
        return lines;
    }

    private List<String> seenOf(String... lines) throws IOException {
        attach();
        String text = """
                {"task": {"pid": 42, "comm": "cat", "uid": 1000}}
                {"task": {"pid": 43, "tid": 44, "comm": "worker"}}
                """;
        for (String line : lines) {
            text += line.replaceFirst("\\{", "{\"time\": 5, \"cpu\": 1, \"pid\": 42, \"tid\": 42, ") + "\n";
        }
        play(text);
        return seen();
    }

    private void play(String text) throws IOException {
        ByteArrayInputStream bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        try (RecordingReader reader = Recordings.open("lines", bytes, Strictness.STRICT)) {
            replay.play(reader);
        }
    }

    @Test
    void aTracepointPassesItsRecord() throws IOException {
        assertThat(seenOf("""
                {"tracepoint": "sched/sched_process_exec", "args": {"filename": "/bin/ls", "pid": 42, "old_pid": 41}}""")).containsExactly("tracepoint 42/1 cookie 0 [42, 41, 8, 0] /bin/ls");
    }

    @Test
    void aSystemCallPassesTracepointsFunctionsAndRegisters() throws IOException {
        assertThat(seenOf("""
                {"syscall": "openat", "args": [-100, "/etc/passwd", 64, 420], "returns": 3}"""))
                .containsExactly(
                        "raw_tp 42/1 cookie 0 [257, -100, 64, 257] ",
                        "sys_enter 42/1 cookie 0 [257, -100, 64, 0] /etc/passwd",
                        "ksyscall 42/1 cookie 0 [-100, 64, 420, 0] /etc/passwd",
                        "kretsyscall 42/1 cookie 0 [3, 0, 0, 0] ",
                        "sys_exit 42/1 cookie 0 [257, 3, 0, 0] ");
    }

    @Test
    void typedTracepointsPassStructs() throws IOException {
        assertThat(seenOf("""
                {"raw_tracepoint": "sched_switch", "args": {"preempt": true, "prev": {"task": 42}, "next": {"task": 44}}}""")).containsExactly("tp_btf 42/1 cookie 0 [1, 42, 44, 43] ");
    }

    @Test
    void aFunctionPassesProbesAndTrampolines() throws IOException {
        assertThat(seenOf("""
                {"function": "do_unlinkat", "args": [-100, {"struct": "filename", "name": "/tmp/x"}], "returns": -2}"""))
                .containsExactly(
                        "kprobe 42/1 cookie 7 [-100, 1, 0, 0] /tmp/x",
                        "fentry 42/1 cookie 0 [-100, 1, 2, 0] /tmp/x",
                        "fexit 42/1 cookie 0 [-100, -2, -2, 0] ",
                        "kretprobe 42/1 cookie 0 [-2, 0, 0, 0] ");
    }

    @Test
    void aSessionKeepsItsCookieUntilTheReturnAndMayDeclineIt() throws IOException {
        assertThat(seenOf("""
                {"function": "vfs_read", "args": [0, "0x1000", 100, 0], "returns": 99}""", """
                {"function": "vfs_read", "args": [0, "0x2000", 5, 0], "returns": 5}"""))
                .containsExactly(
                        "kprobe.multi 42/1 cookie 0 [4096, 0, 0, 0] ",
                        "session 42/1 cookie 0 [0, 200, 0, 0] ",
                        "session 42/1 cookie 0 [1, 200, 99, 0] ",
                        "kprobe.multi 42/1 cookie 0 [8192, 0, 0, 0] ",
                        "session 42/1 cookie 0 [0, 10, 0, 0] ");
    }

    @Test
    void userSpacePassesProbesAndMarkersWithTheirCookies() throws IOException {
        assertThat(seenOf("""
                {"user_function": "/bin/bash:readline", "args": [1, 2], "returns": 9}""", """
                {"user_marker": "/lib/libc.so.6:libc:setjmp", "args": [1, 2, 3]}"""))
                .containsExactly(
                        "uprobe 42/1 cookie 8 [1, 2, 0, 0] ",
                        "uretprobe 42/1 cookie 0 [9, 0, 0, 0] ",
                        "usdt 42/1 cookie 9 [1, 2, 3, 6] ");
    }

    @Test
    void whatProgramsDecideIsTheOutcome() throws IOException {
        assertThat(seenOf("""
                {"function": "security_task_prctl", "args": [16, 1, 2, 3, 4], "returns": 0}""", """
                {"function": "security_task_prctl", "args": {"option": 15}, "returns": 0}""", """
                {"lsm": "file_open", "args": {"file": {"file": "/etc/passwd"}}}""", """
                {"lsm": "file_open", "args": [{"file": "/etc/shadow"}]}"""))
                .containsExactly(
                        "fmod_ret 42/1 cookie 0 [16, 1, 4, 0] ",
                        "fmod_ret 42/1 cookie 0 [15, 0, 0, 0] ",
                        "lsm 42/1 cookie 0 [0, 0, 0, 0] /etc/passwd",
                        "lsm 42/1 cookie 0 [1, 0, 0, 0] /etc/shadow");
        assertThat(replay.reports(0).getFirst().outcomes())
                .isEqualTo(Map.of(
                        "function security_task_prctl", Map.of("-EPERM", 1L), "lsm/file_open", Map.of("-EACCES", 1L)));
    }

    @Test
    void samplesOfCountersRunPerfEventPrograms() throws IOException {
        assertThat(seenOf("{\"event\": \"cpu-clock\", \"ip\": 4660, \"period\": 5}"))
                .containsExactly("perf_event 42/1 cookie 0 [4660, 5, 0, 0] ");
    }

    @Test
    void aTestFiresWithNamedArguments() {
        attach();
        Kernel kernel = replay.kernel();
        Task task = kernel.tasks().create(TaskSpec.process(77, "test"));
        kernel.tracepoint("sched/sched_process_exec").by(task).fire("filename", "/bin/ls", "pid", 77, "old_pid", 1);
        KernelStruct name = kernel.structs()
                .allocate("filename", "a name")
                .put("name", kernel.structs().text("/tmp/y", "a path"));
        assertThat(kernel.function("do_unlinkat").by(task).called(-100, name).returns(0))
                .isZero();
        long shadow = kernel.tasks().files().file(OpenFile.reading("/etc/shadow"));
        assertThat(kernel.hooks().lsm("file_open").by(task).asked(shadow)).isEqualTo(-13);
        kernel.hooks()
                .perfSample()
                .by(task)
                .at(16)
                .withPeriod(2)
                .withCounter(100, 60, 50)
                .fire();
        replay.readBuffers();
        assertThat(seen())
                .containsExactly(
                        "tracepoint 77/0 cookie 0 [77, 1, 8, 0] /bin/ls",
                        "kprobe 77/0 cookie 7 [-100, 1, 0, 0] /tmp/y",
                        "fentry 77/0 cookie 0 [-100, 1, 2, 0] /tmp/y",
                        "fexit 77/0 cookie 0 [-100, 0, 0, 0] ",
                        "kretprobe 77/0 cookie 0 [0, 0, 0, 0] ",
                        "lsm 77/0 cookie 0 [1, 0, 0, 0] /etc/shadow",
                        "perf_event 77/0 cookie 0 [16, 2, 100, 50] ");
        assertThatThrownBy(() -> kernel.tracepoint("sched/sched_process_exec").fire("file", "/bin/ls"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no field file");
        assertThatThrownBy(() -> kernel.function("do_unlinkat").called(-100))
                .hasMessageContaining("takes 2 arguments [dfd, name], found 1");
    }

    /** A recorded switch tells the arguments of the tracepoint, so that typed programs see it as well. */
    @Test
    void recordedSwitchesRunTypedPrograms() throws IOException {
        Pattern line = Pattern.compile(
                ".*\\[(\\d+)\\] .*sched_switch: .* prev_pid=(\\d+) .* prev_state=(\\S+) ==> .* next_pid=(\\d+) .*");
        List<String> expected = new ArrayList<>();
        for (String each : Files.readAllLines(RECORDINGS.resolve("shell-pipeline.script.txt"))) {
            Matcher matcher = line.matcher(each);
            if (matcher.matches()) {
                int preempted = matcher.group(3).equals("R+") ? 1 : 0;
                expected.add(matcher.group(1) + " [" + preempted + ", " + matcher.group(2) + ", " + matcher.group(4));
            }
        }
        attach();
        try (RecordingReader reader =
                Recordings.open(RECORDINGS.resolve("shell-pipeline.perf.data"), Strictness.STRICT)) {
            replay.play(reader);
        }
        List<String> found = seen().stream()
                .filter(each -> each.startsWith("tp_btf "))
                .map(each -> "00" + each.charAt(each.indexOf('/') + 1)
                        + each.substring(each.indexOf(" ["), each.lastIndexOf(", ")))
                .toList();
        assertThat(found).isEqualTo(expected).hasSize(40);
    }
}
