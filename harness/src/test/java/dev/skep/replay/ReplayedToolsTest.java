package dev.skep.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.skep.fixtures.Fixtures;
import dev.skep.fixtures.Json;
import dev.skep.kernel.KernelConfig;
import dev.skep.language.Admission;
import dev.skep.language.BpfEngine;
import dev.skep.object.ObjectReader;
import dev.skep.object.ObjectSpec;
import dev.skep.recording.RecordingReader;
import dev.skep.recording.Recordings;
import dev.skep.recording.Strictness;
import dev.skep.report.MapContents;
import dev.skep.report.ReplayReport;
import dev.skep.report.RunReport;
import dev.skep.session.MapReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The tools over the recorded shell pipeline, against what {@code expect-tools.py} makes of the text of perf script.
 */
@Tag("engine")
class ReplayedToolsTest {
    private static final Path RECORDING = Path.of("..", "fixtures", "recordings", "shell-pipeline.perf.data");
    private static final String TRACEPOINT = "tracepoint/";
    private static final Json EXPECTED = Fixtures.json("tools/expected.json");

    @SuppressWarnings("NullAway.Init")
    private static BpfEngine engine;

    @BeforeAll
    static void open() {
        engine = BpfEngine.open();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static ReplayReport replay(String tool) throws IOException {
        String object = tool + ".bpf.o";
        ObjectSpec spec = ObjectReader.read(object, Fixtures.bytes("tools/" + object));
        Replay replay = new Replay(engine, KernelConfig.reference(), MapReader.Form.TYPED, Admission.VERIFIED);
        assertThat(replay.attach(spec, Attachments.PLAIN)).isEmpty();
        try (RecordingReader reader = Recordings.open(RECORDING, Strictness.STRICT)) {
            replay.play(reader);
        }
        replay.readIterators();
        ReplayReport report = replay.reports(0).getFirst();
        for (ReplayReport.Attached program : report.programs()) {
            if (program.hook().startsWith(TRACEPOINT)) {
                String event = program.hook().substring(TRACEPOINT.length());
                assertThat(program.events())
                        .as(program.program())
                        .isEqualTo(EXPECTED.get("hooks").number(event, 0));
            }
        }
        return report;
    }

    private static Json expected(String tool, String what) {
        return EXPECTED.get("tools").get(tool).get(what);
    }

    private static List<Object> records(ReplayReport report) {
        return Objects.requireNonNull(report.ringBuffers().get("events")).toList();
    }

    private static Map<String, Object> entries(ReplayReport report, String map) {
        MapContents contents = report.maps().stream()
                .filter(each -> each.name().equals(map))
                .findFirst()
                .orElseThrow();
        Map<String, Object> entries = new TreeMap<>();
        for (MapContents.Entry entry : contents.entries()) {
            MapContents.Pair pair = (MapContents.Pair) entry;
            entries.put(pair.key().toString(), pair.value());
        }
        return entries;
    }

    /** JSON as the trees that typed values come in. */
    private static Object tree(Json json) {
        return switch (json.value()) {
            case List<?> _ -> {
                List<Object> items = new ArrayList<>();
                json.items().forEach(item -> items.add(tree(item)));
                yield items;
            }
            case Map<?, ?> _ -> {
                Map<String, Object> members = new TreeMap<>();
                json.members().forEach((name, member) -> members.put(name, tree(member)));
                yield members;
            }
            case Object value -> value;
            case null -> throw new IllegalStateException("null in an expectation");
        };
    }

    @Test
    void systemCallsAreCountedByNameAndNumber() throws IOException {
        Map<String, Object> found = entries(replay("syscall_counts"), "counts");
        Map<String, Object> expected = new TreeMap<>();
        for (Json row : expected("syscall_counts", "counts").items()) {
            expected.put(
                    "{comm=" + row.text("comm") + ", nr=" + row.number("nr") + "}",
                    Map.of("calls", row.number("calls"), "failures", row.number("failures")));
        }
        assertThat(found).isEqualTo(expected).hasSizeGreaterThan(20);
    }

    @Test
    void timeOnTheRunQueueIsMeasuredToTheNanosecond() throws IOException {
        ReplayReport report = replay("run_queue_latency");
        assertThat(entries(report, "latency_us").get("0"))
                .isEqualTo(Map.of("slots", tree(expected("run_queue_latency", "latency_us"))));
        assertThat(entries(report, "waited_ns")).isEqualTo(tree(expected("run_queue_latency", "waited_ns")));
        assertThat(entries(report, "waiting")).isEqualTo(tree(expected("run_queue_latency", "waiting")));
    }

    @Test
    void readsAreSortedIntoSlotsBySizeAndTime() throws IOException {
        ReplayReport report = replay("read_sizes");
        Map<String, Object> expected = new TreeMap<>();
        expected("read_sizes", "read_bytes")
                .members()
                .forEach((comm, slots) -> expected.put("{comm=" + comm + "}", Map.of("slots", tree(slots))));
        assertThat(entries(report, "read_bytes")).isEqualTo(expected).hasSize(7);
        assertThat(entries(report, ".bss").get("0"))
                .isEqualTo(Map.of("read_us", Map.of("slots", tree(expected("read_sizes", "read_us")))));
    }

    @Test
    void sleepIsPairedWithTheSwitchThatEndsIt() throws IOException {
        assertThat(entries(replay("off_cpu_time"), "off_cpu")).isEqualTo(tree(expected("off_cpu_time", "off_cpu")));
    }

    @Test
    void everyOpenIsARecordOfTheRingBufferByItsType() throws IOException {
        ReplayReport report = replay("open_snoop");
        assertThat(records(report))
                .isEqualTo(tree(expected("open_snoop", "events")))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(217);
    }

    @Test
    void everyExecutionAndItsEndIsARecordOfThePerfBufferOfItsCpu() throws IOException {
        List<Object> found = new ArrayList<>();
        for (RunReport.PerfSample sample :
                Objects.requireNonNull(replay("exec_snoop").perfBuffers().get("events"))) {
            Map<String, Object> event = new TreeMap<>();
            ((Map<?, ?>) sample.data()).forEach((name, value) -> event.put(name.toString(), value));
            event.put("cpu", (long) sample.cpu());
            found.add(event);
        }
        assertThat(found).isEqualTo(tree(expected("exec_snoop", "events"))).hasSize(16);
    }

    @Test
    void everyFileThatIsExecutedOrMappedIsAllowedOrDenied() throws IOException {
        ReplayReport report = replay("file_policy");
        for (String map : List.of("executed", "mapped")) {
            Map<String, Object> expected = new TreeMap<>();
            expected("file_policy", map)
                    .members()
                    .forEach((name, verdicts) -> expected.put("{text=" + name + "}", tree(verdicts)));
            assertThat(entries(report, map)).as(map).isEqualTo(expected).hasSizeGreaterThan(6);
        }
        assertThat(report.programs())
                .extracting(ReplayReport.Attached::hook, ReplayReport.Attached::returns)
                .containsExactly(
                        tuple("lsm/bprm_check_security", Map.of("0", 7L, "-EPERM", 1L)),
                        tuple("lsm/mmap_file", Map.of("0", 26L, "-EPERM", 3L)));
    }

    @Test
    void everySignalAndEveryEndIsSeen() throws IOException {
        ReplayReport report = replay("signal_snoop");
        Map<String, Object> expected = new TreeMap<>();
        expected("signal_snoop", "ended")
                .members()
                .forEach((comm, count) -> expected.put("{comm=" + comm + "}", count.number()));
        assertThat(entries(report, "ended")).isEqualTo(expected).hasSizeGreaterThan(4);
        assertThat(records(report)).isEqualTo(tree(expected("signal_snoop", "events")));
    }

    /** Against the samples that perf itself reads, a line each. */
    @Test
    void everyEventIsARecordInItsOrder() throws IOException {
        ReplayReport report = replay("event_log");
        List<String> calls = new ArrayList<>();
        for (Object each : Objects.requireNonNull(report.ringBuffers().get("calls"))) {
            calls.add(line((Map<?, ?>) each));
        }
        List<String> others = new ArrayList<>();
        for (RunReport.PerfSample sample :
                Objects.requireNonNull(report.perfBuffers().get("others"))) {
            Map<?, ?> seen = (Map<?, ?>) Objects.requireNonNull(((Map<?, ?>) sample.data()).get("seen"));
            assertThat((long) sample.cpu()).isEqualTo(seen.get("cpu"));
            others.add(line(seen));
        }
        List<String> expectedCalls = new ArrayList<>();
        List<String> expectedOthers = new ArrayList<>();
        for (String sample : Files.readAllLines(RECORDING.resolveSibling("shell-pipeline.samples.tsv"))) {
            String event = sample.substring(sample.lastIndexOf('\t') + 1);
            (event.startsWith("syscalls:") ? expectedCalls : expectedOthers).add(sample);
        }
        assertThat(calls).isEqualTo(expectedCalls).hasSizeGreaterThan(600);
        assertThat(others).isEqualTo(expectedOthers).hasSizeGreaterThan(80);
    }

    /** The events that event_log numbers, from 1 on. */
    private static final List<String> EVENTS = List.of(
            "syscalls:sys_enter_execve",
            "syscalls:sys_exit_execve",
            "syscalls:sys_enter_openat",
            "syscalls:sys_exit_openat",
            "syscalls:sys_enter_read",
            "syscalls:sys_exit_read",
            "syscalls:sys_enter_write",
            "syscalls:sys_exit_write",
            "block:block_rq_issue",
            "sched:sched_process_exec",
            "sched:sched_process_exit",
            "sched:sched_process_fork",
            "sched:sched_switch",
            "sched:sched_wakeup");

    private static String line(Map<?, ?> seen) {
        int number = ((Long) Objects.requireNonNull(seen.get("event"))).intValue();
        return String.join(
                "\t",
                String.valueOf(seen.get("time_ns")),
                String.valueOf(seen.get("cpu")),
                String.valueOf(seen.get("pid")),
                String.valueOf(seen.get("tid")),
                EVENTS.get(number - 1));
    }

    @Test
    void theTaskIteratorListsWhoIsLeftAtTheEnd() throws IOException {
        assertThat(replay("task_list").programs().getFirst().output()).isEqualTo(tree(expected("task_list", "output")));
    }
}
