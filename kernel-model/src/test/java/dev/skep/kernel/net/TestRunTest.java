package dev.skep.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.fixtures.Fixtures;
import dev.skep.fixtures.Json;
import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.context.ProgramContext;
import dev.skep.kernel.program.Executable;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ProgramType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Test runs without an engine: programs are written in Java, answers come from a 6.18 kernel. */
class TestRunTest {
    private static final Map<String, int[]> SKB_FIELDS = new LinkedHashMap<>();

    static {
        String[] names = {
            "len",
            "pkt_type",
            "mark",
            "queue_mapping",
            "protocol",
            "vlan_present",
            "vlan_tci",
            "vlan_proto",
            "priority",
            "ingress_ifindex",
            "ifindex",
            "tc_index",
            "cb0",
            "cb1",
            "cb2",
            "cb3",
            "cb4",
            "hash",
            "tc_classid",
            "data",
            "data_end",
            "napi_id",
            "family",
            "remote_ip4",
            "local_ip4"
        };
        for (int i = 0; i < names.length; i++) {
            SKB_FIELDS.put(names[i], new int[] {4 * i, 4});
        }
        SKB_FIELDS.put("local_port", new int[] {136, 4});
        SKB_FIELDS.put("data_meta", new int[] {140, 4});
        SKB_FIELDS.put("flow_keys", new int[] {144, 8});
        SKB_FIELDS.put("tstamp", new int[] {152, 8});
        SKB_FIELDS.put("wire_len", new int[] {160, 4});
        SKB_FIELDS.put("gso_segs", new int[] {164, 4});
        SKB_FIELDS.put("sk", new int[] {168, 8});
        SKB_FIELDS.put("gso_size", new int[] {176, 4});
        SKB_FIELDS.put("tstamp_type", new int[] {180, 1});
        SKB_FIELDS.put("hwtstamp", new int[] {184, 8});
    }

    private static final byte[] IPV4_100 = ipv4(100);
    private static final byte[] IPV4_200 = ipv4(200);

    private final Kernel kernel = new Kernel(KernelConfig.reference());

    @Test
    void framesOfAllLengthsAreTakenAsTheKernelTakesThem() {
        Map<String, byte[]> heads = Map.of(
                "zeros", new byte[200],
                "ipv4", head(0x08, 0x00, 0x45),
                "ipv6", head(0x86, 0xdd, 0x60),
                "arp", head(0x08, 0x06),
                "vlan", head(0x81, 0x00, 0x00, 0x01, 0x08, 0x00, 0x45));
        List<Json> rows = Fixtures.probeRows("test_run_lengths");
        assertThat(rows.size()).isGreaterThan(1700);
        Map<String, TestRun> runs = new LinkedHashMap<>();
        for (Json row : rows) {
            TestRun run = runs.computeIfAbsent(row.text("type"), type -> run(type, TestRunTest::length));
            byte[] frame =
                    Arrays.copyOf(Objects.requireNonNull(heads.get(row.text("frame"))), (int) row.number("size"));
            TestRunResult result = run.run(TestRunRequest.of(frame));
            assertThat(number(result.errno())).as("%s", row).isEqualTo(row.number("errno", 0));
            if (result.errno() == null) {
                assertThat(result.retval()).as("%s", row).isEqualTo(row.number("sees"));
                assertThat(result.dataSize()).as("%s", row).isEqualTo((int) row.number("out"));
                assertThat(Arrays.mismatch(result.data(), frame)).as("%s", row).isEqualTo((int)
                        row.number("changed", -1));
            }
        }
    }

    @Test
    void oddArgumentsGetTheErrnoOfTheKernel() {
        List<Json> rows = Fixtures.probeRows("test_run_arguments");
        assertThat(rows).hasSize(72);
        for (Json row : rows) {
            TestRun run = run(row.text("type"), TestRunTest::length);
            TestRunResult result = run.run(request(row.text("what"), run.contextSize(TestRunRequest.of(new byte[0]))));
            assertThat(number(result.errno())).as("%s", row).isEqualTo(row.number("errno"));
            if (row.has("retval")) {
                assertThat(result.retval()).as("%s", row).isEqualTo(row.number("retval"));
                assertThat(result.dataSize()).as("%s", row).isEqualTo((int) row.number("size"));
            }
            if (row.has("written")) {
                assertThat(result.data().length).as("%s", row).isEqualTo((int) row.number("written"));
            }
        }
    }

    private static TestRunRequest request(String what, int size) {
        TestRunRequest plain = TestRunRequest.of(IPV4_100);
        return switch (what) {
            case "no output buffer" -> plain;
            case "output buffer of 50 for a frame of 100" -> plain.withDataOutLimit(50);
            case "output buffer of 100 for a frame of 100" -> plain.withDataOutLimit(100);
            case "no frame" -> TestRunRequest.of(new byte[0]);
            case "repeat 0" -> plain.withRepeat(0);
            case "repeat 1000" -> plain.withRepeat(1000);
            case "flags 1 (on a CPU)" -> plain.withFlags(1);
            case "flags 4" -> plain.withFlags(4);
            case "flags 8" -> plain.withFlags(8);
            case "cpu 1" -> plain.withCpu(1);
            case "batch 5" -> plain.withBatchSize(5);
            case "context of zeros" -> plain.withContext(new byte[size]).withContextOutLimit(0);
            case "context of zeros, out" -> plain.withContext(new byte[size]);
            case "context out only" -> plain.withContextOutLimit(size);
            case "context cut to 8" -> plain.withContext(new byte[8]);
            case "context with 8 more zeros" -> plain.withContext(new byte[size + 8]);
            case "context with 8 more ones" -> {
                byte[] longer = new byte[size + 8];
                Arrays.fill(longer, size, size + 8, (byte) 1);
                yield plain.withContext(longer);
            }
            case "context out of 8" -> plain.withContext(new byte[size]).withContextOutLimit(8);
            default -> throw new AssertionError(what);
        };
    }

    @Test
    void fieldsOfTheContextGoInAndOutAsInTheKernel() {
        List<Json> rows = Fixtures.probeRows("skb_context_in");
        assertThat(rows.size()).isGreaterThan(900);
        Map<String, Json> plain = new LinkedHashMap<>();
        rows.stream().filter(row -> !row.has("field")).forEach(row -> plain.put(row.text("type"), row));
        Map<String, ContextProbe> probes = new LinkedHashMap<>();
        Map<String, TestRun> runs = new LinkedHashMap<>();
        for (Json row : rows) {
            String type = row.text("type");
            ContextProbe probe = probes.computeIfAbsent(type, key -> new ContextProbe(ContextProbe.type(key)));
            TestRun run = runs.computeIfAbsent(type, key -> run(key, probe));
            byte[] context = new byte[192];
            if (row.has("field")) {
                put(context, row.text("field"), row.number("value"));
            }
            TestRunResult result = run.run(TestRunRequest.of(IPV4_100).withContext(context));
            assertThat(number(result.errno())).as("%s", row).isEqualTo(row.number("errno"));
            if (result.errno() == null) {
                Json zeros = Objects.requireNonNull(plain.get(type));
                checkSeen(row, probe, expected(zeros.get("seen"), row.get("seen")));
                checkOut(row, result.context(), expected(zeros.get("out"), row.get("out")));
            }
        }
    }

    @Test
    void devicesOfTheContextAreFoundAsInTheKernel() {
        for (Json row : Fixtures.probeRows("skb_context_devices")) {
            ContextProbe probe = new ContextProbe(ContextProbe.type(row.text("type")));
            byte[] context = new byte[192];
            put(context, "ingress_ifindex", row.number("ingress_ifindex"));
            put(context, "ifindex", row.number("ifindex"));
            TestRunResult result =
                    run(row.text("type"), probe).run(TestRunRequest.of(IPV4_100).withContext(context));
            assertThat(number(result.errno())).as("%s", row).isEqualTo(row.number("errno"));
            if (result.errno() == null) {
                assertThat(List.of(seen(probe, "ingress_ifindex"), seen(probe, "ifindex")))
                        .as("%s", row)
                        .isEqualTo(row.numbers("seen"));
                assertThat(List.of(get(result.context(), "ingress_ifindex"), get(result.context(), "ifindex")))
                        .as("%s", row)
                        .isEqualTo(row.numbers("out"));
            }
        }
    }

    @Test
    void lengthsAndSegmentsOfTheContextGoInAndOutAsInTheKernel() {
        List<Json> rows = Fixtures.probeRows("skb_context_segments");
        assertThat(rows.size()).isGreaterThan(300);
        Map<String, ContextProbe> probes = new LinkedHashMap<>();
        Map<String, TestRun> runs = new LinkedHashMap<>();
        for (Json row : rows) {
            String type = row.text("type");
            ContextProbe probe = probes.computeIfAbsent(type, key -> new ContextProbe(ContextProbe.type(key)));
            TestRun run = runs.computeIfAbsent(type, key -> run(key, probe));
            byte[] context = new byte[192];
            List<String> names = List.of("wire_len", "gso_segs", "gso_size");
            names.forEach(name -> put(context, name, row.number(name)));
            TestRunResult result = run.run(TestRunRequest.of(IPV4_100).withContext(context));
            assertThat(number(result.errno())).as("%s", row).isEqualTo(row.number("errno"));
            if (result.errno() == null) {
                assertThat(names.stream().map(name -> seen(probe, name)))
                        .as("%s", row)
                        .isEqualTo(row.numbers("seen"));
                assertThat(names.stream().map(name -> get(result.context(), name)))
                        .as("%s", row)
                        .isEqualTo(row.numbers("out"));
            }
        }
    }

    @Test
    void xdpContextsGoInAndOutAsInTheKernel() {
        List<String> names =
                List.of("data", "data_end", "data_meta", "ingress_ifindex", "rx_queue_index", "egress_ifindex");
        List<Json> rows = Fixtures.probeRows("xdp_context_in");
        assertThat(rows).hasSize(36);
        for (Json row : rows) {
            ContextProbe probe = new ContextProbe(ProgramType.XDP);
            ByteBuffer context = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
            names.forEach(name -> context.putInt((int) row.get("given").number(name, 0)));
            TestRunResult result =
                    run("xdp", probe).run(TestRunRequest.of(IPV4_200).withContext(context.array()));
            assertThat(number(result.errno())).as("%s", row).isEqualTo(row.number("errno"));
            if (result.errno() == null) {
                row.get("seen")
                        .members()
                        .forEach((name, value) -> assertThat(seen(probe, name))
                                .as("%s: %s", row, name)
                                .isEqualTo(value.number()));
                ByteBuffer out = ByteBuffer.wrap(result.context()).order(ByteOrder.LITTLE_ENDIAN);
                names.forEach(
                        name -> assertThat(out.getInt()).as("%s: %s", row, name).isEqualTo((int)
                                row.get("out").number(name)));
                assertThat(result.dataSize()).as("%s", row).isEqualTo((int) row.number("size"));
            }
        }
    }

    @Test
    void everyFrameOfTheCapturesShowsTheContextThatTheKernelShows() {
        List<Json> rows = Fixtures.probeRows("contexts");
        assertThat(rows.size()).isGreaterThan(700);
        Map<String, List<byte[]>> captures = new LinkedHashMap<>();
        Map<String, ContextProbe> probes = new LinkedHashMap<>();
        Map<String, TestRun> runs = new LinkedHashMap<>();
        for (Json row : rows) {
            ContextProbe probe =
                    probes.computeIfAbsent(row.text("type"), type -> new ContextProbe(ContextProbe.type(type)));
            TestRun run = runs.computeIfAbsent(row.text("type"), type -> run(type, probe));
            byte[] frame = captures.computeIfAbsent(row.text("capture"), Fixtures::frames)
                    .get((int) row.number("frame") - 1);
            int result = run.begin(frame, 0, frame.length);
            assertThat(result).as("%s", row).isEqualTo((int) -row.number("errno", 0));
            if (result == 0) {
                run.program().executable().run(run.invocation());
                Map<String, Long> notZero = new LinkedHashMap<>(probe.seen());
                notZero.values().removeIf(value -> value == 0);
                Map<String, Long> expected = new LinkedHashMap<>();
                row.get("seen").members().forEach((name, value) -> expected.put(name, value.number()));
                assertThat(notZero).as("%s", row).isEqualTo(expected);
            }
        }
    }

    @Test
    void aRunLeavesNothingBehindForTheNextFrame() {
        TestRun xdp = run("xdp", invocation -> {
            XdpBuff frame = (XdpBuff) Objects.requireNonNull(invocation.context());
            long before = kernel.memory().readLong(frame.data() - 8);
            frame.adjustHead(-64);
            frame.adjustMeta(-32);
            kernel.memory().fill(frame.dataMeta(), frame.dataEnd() - frame.dataMeta(), (byte) 0xab);
            return before == 0 ? 1 : 0;
        });
        for (int i = 0; i < 3; i++) {
            TestRunResult result = xdp.run(TestRunRequest.of(IPV4_100));
            assertThat(result.retval()).isEqualTo(1);
            assertThat(result.dataSize()).isEqualTo(100 + 64 + 32);
        }
    }

    @Test
    void outputIsComparedWithoutTheContextInTheWay() {
        TestRun run = run("sched_cls", invocation -> 0);
        assertThat(run.begin(IPV4_100, 0, 100)).isZero();
        run.program().executable().run(run.invocation());
        assertThat(run.end()).isZero();
        assertThat(run.outputEquals(IPV4_100, 0, 100)).isTrue();
        assertThat(run.outputEquals(IPV4_200, 0, 200)).isFalse();
    }

    @Test
    void programsWithoutPacketsAreRefusedByName() {
        assertThatThrownBy(() -> TestRun.of(kernel, ContextProbe.load(kernel, ProgramType.KPROBE, invocation -> 0), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kprobe");
    }

    private TestRun run(String type, Executable executable) {
        return TestRun.of(kernel, ContextProbe.load(kernel, ContextProbe.type(type), executable), 0);
    }

    private static long length(Invocation invocation) {
        ProgramContext context = Objects.requireNonNull(invocation.context());
        return switch (context) {
            case XdpBuff xdp -> xdp.dataEnd() - xdp.data();
            case SkBuff skb -> skb.length();
            default -> throw new AssertionError(context);
        };
    }

    private static void checkSeen(Json row, ContextProbe probe, Map<String, Long> expected) {
        expected.forEach((name, value) ->
                assertThat(seen(probe, name)).as("%s: %s", row, name).isEqualTo(value));
    }

    private static void checkOut(Json row, byte[] context, Map<String, Long> expected) {
        expected.forEach((name, value) ->
                assertThat(get(context, name)).as("%s: %s out", row, name).isEqualTo(value));
    }

    private static long seen(ContextProbe probe, String name) {
        return Objects.requireNonNull(probe.seen().get(name), name);
    }

    private static Map<String, Long> expected(Json plain, Json changed) {
        Map<String, Long> values = new LinkedHashMap<>();
        plain.members().forEach((name, value) -> values.put(name, value.number()));
        changed.members().forEach((name, value) -> values.put(name, value.number()));
        return values;
    }

    private static void put(byte[] context, String field, long value) {
        int[] place = Objects.requireNonNull(SKB_FIELDS.get(field), field);
        for (int i = 0; i < place[1]; i++) {
            context[place[0] + i] = (byte) (value >>> 8 * i);
        }
    }

    private static long get(byte[] context, String field) {
        int[] place = Objects.requireNonNull(SKB_FIELDS.get(field), field);
        long value = 0;
        for (int i = 0; i < place[1]; i++) {
            value |= (context[place[0] + i] & 0xffL) << 8 * i;
        }
        return value;
    }

    private static int number(@Nullable Errno errno) {
        return errno == null ? 0 : errno.number();
    }

    private static byte[] ipv4(int size) {
        return Arrays.copyOf(head(0x08, 0x00, 0x45), size);
    }

    private static byte[] head(int... fromType) {
        byte[] head = new byte[300];
        for (int i = 0; i < fromType.length; i++) {
            head[12 + i] = (byte) fromType[i];
        }
        return head;
    }
}
