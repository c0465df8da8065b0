package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.packet.CaptureReader;
import dev.skep.packet.Frame;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SkepTest {
    /** Files, not resources: the command line opens paths. Tests run in the folder of their module. */
    private static final Path FIXTURES = Path.of("..", "fixtures");

    private static final String FIREWALL = program("firewall");
    private static final String FLOW_COUNTER = program("flow_counter");
    private static final String MIXED =
            FIXTURES.resolve("recordings").resolve("mixed.pcap").toString();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static String program(String name) {
        return FIXTURES.resolve("programs").resolve(name + ".bpf.o").toString();
    }

    private int skep(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Skep.execute(
                new Terminal(new PrintWriter(out), new PrintWriter(err), Terminal.Watched.BY_NOBODY), arguments);
    }

    @Test
    void runShowsVerdictsMapsAndMode() {
        assertThat(skep("run", FLOW_COUNTER, "--pcap", MIXED)).isZero();
        assertThat(out.toString())
                .startsWith("flow_counter.bpf.o: xdp_flow_counter (xdp), interpreted, verified\n")
                .contains("XDP_PASS")
                .contains("map ")
                .contains("125 packets in ");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void runPrintsAnObjectALineForEachProgram() {
        assertThat(skep("run", program("load_balancer"), "--pcap", MIXED, "--json"))
                .isZero();
        assertThat(out.toString().lines())
                .hasSize(4)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("{\"object\":\"load_balancer.bpf.o\",\"program\":\"lb_")
                        .contains("\"events\":125"));
    }

    @Test
    void twoRunsGiveTheSameBytes() throws IOException {
        Path one = folder.resolve("one.pcap");
        Path two = folder.resolve("two.pcap");
        assertThat(skep("run", FIREWALL, "--pcap", MIXED, "--json", "--out-pcap", one.toString()))
                .isZero();
        String first = withoutDuration(out.toString());
        assertThat(skep("run", FIREWALL, "--pcap", MIXED, "--json", "--out-pcap", two.toString()))
                .isZero();
        assertThat(withoutDuration(out.toString())).isEqualTo(first);
        assertThat(one).hasSameBinaryContentAs(two);
    }

    /** The one thing that is measured, and so differs. */
    private static String withoutDuration(String json) {
        assertThat(json).containsPattern("\"durationNs\":[0-9]+");
        return json.replaceAll("\"durationNs\":[0-9]+", "");
    }

    /** A program that changes nothing leaves each frame as it was, with its time. */
    @Test
    void outPcapHoldsEveryFrameAsTheProgramLeftIt() throws IOException {
        Path left = folder.resolve("left.pcap");
        assertThat(skep("run", FLOW_COUNTER, "--pcap", MIXED, "--out-pcap", left.toString()))
                .isZero();
        try (CaptureReader before = CaptureReader.open(Path.of(MIXED));
                CaptureReader after = CaptureReader.open(left)) {
            for (Frame frame = before.next(); frame != null; frame = before.next()) {
                assertThat(after.next()).usingRecursiveComparison().isEqualTo(frame);
            }
            assertThat(after.next()).isNull();
        }
    }

    @Test
    void refusedFramesAreListedAndNotRun() {
        String edge = FIXTURES.resolve("recordings").resolve("edge.pcap").toString();
        assertThat(skep("run", FLOW_COUNTER, "--pcap", edge, "--json")).isZero();
        assertThat(out.toString()).contains("\"refused\":[{\"frame\":1,\"errno\":22},{\"frame\":2,\"errno\":22}");
    }

    @Test
    void aRepeatedCaptureCountsEveryRound() {
        assertThat(skep("run", FLOW_COUNTER, "--pcap", MIXED, "--repeat", "3", "--mode", "interpreted"))
                .isZero();
        assertThat(out.toString()).contains("375 packets in ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | run | Missing required",
                "2 | runn x | Did you mean",
                "2 | run {firewall} --pcap {mixed} --cpus 0 | cpus 0: expected 1 to",
                "2 | run {firewall} --pcap {mixed} --cpu 2 | --cpu 2: expected 0 to 1",
                "2 | run {firewall} --pcap {mixed} --repeat 0 | --repeat 0: expected at least 1",
                "2 | run {firewall} --pcap {mixed} --kernel six | kernel version six: expected MAJOR.MINOR",
                "2 | run {load_balancer} --pcap {mixed} --out-pcap x.pcap | name it with --program",
                "3 | run nothing.bpf.o --pcap {mixed} | nothing.bpf.o: no such file",
                "3 | run {firewall} --pcap nothing.pcap | nothing.pcap: no such file",
                "3 | run {firewall} --pcap {firewall} | firewall.bpf.o: offset 0: magic number 0x7f454c46",
                "3 | run {mixed} --pcap {mixed} | mixed.pcap",
                "3 | run {firewall} --pcap {mixed} --program xdp_firewal | no program xdp_firewal, it has xdp_firewall",
                "3 | dump {mixed} | mixed.pcap",
                "3 | cases {firewall} --no-verify | firewall.bpf.o:1",
                "2 | cases {firewall} --no-verify --verify-only | mutually exclusive",
            })
    void saysWhatIsWrongInOneLine(int exitCode, String command, String message) {
        String[] arguments = Stream.of(command.split(" "))
                .map(word -> word.equals("{mixed}")
                        ? MIXED
                        : word.startsWith("{") ? program(word.replaceAll("[{}]", "")) : word)
                .toArray(String[]::new);
        assertThat(skep(arguments)).as("%s", err).isEqualTo(exitCode);
        assertThat(err.toString()).contains(message).doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void casesRunTheConformanceSuite() throws IOException {
        Path vectors = FIXTURES.resolve("conformance").resolve("bpf_conformance.jsonl");
        assertThat(skep("cases", vectors.toString(), "--no-verify")).isZero();
        List<String> results = out.toString().lines().toList();
        List<String> cases = Files.readAllLines(vectors, StandardCharsets.UTF_8);
        assertThat(results).hasSize(313).hasSameSizeAs(cases);
        int equal = 0;
        for (int i = 0; i < cases.size(); i++) {
            String expected = cases.get(i).replaceAll(".*\"expected\": (-?[0-9]+).*", "$1");
            equal += results.get(i).endsWith("\"retval\":" + expected + "}") ? 1 : 0;
        }
        assertThat(equal).isGreaterThanOrEqualTo(312);
    }

    @Test
    void dumpDisassemblesWithSourceLines() {
        assertThat(skep("dump", FLOW_COUNTER)).isZero();
        assertThat(out.toString())
                .contains("xdp/xdp_flow_counter (xdp), ")
                .contains("0: (")
                .contains("flow_counter.bpf.c:")
                .contains("call bpf_map_lookup_elem#1")
                .contains("MAP");
    }

    @Test
    void dumpPrintsTypesAsC() {
        assertThat(skep("btf", "dump", FLOW_COUNTER, "--format", "c")).isZero();
        assertThat(out.toString()).contains("struct xdp_md {");
        assertThat(skep("btf", "dump", FLOW_COUNTER)).isZero();
        assertThat(out.toString()).startsWith("[1] ");
    }

    @Test
    void btfDedupOfAFileWithItselfIsTheFile(@TempDir Path directory) throws IOException {
        Path once = directory.resolve("once.btf");
        Path twice = directory.resolve("twice.btf");
        assertThat(skep("btf", "dedup", FLOW_COUNTER, "-o", once.toString())).isZero();
        assertThat(skep("btf", "dedup", FLOW_COUNTER, once.toString(), "-o", twice.toString()))
                .isZero();
        out.getBuffer().setLength(0);
        assertThat(skep("btf", "dump", once.toString())).isZero();
        String types = out.toString();
        out.getBuffer().setLength(0);
        assertThat(skep("btf", "dump", twice.toString())).isZero();
        assertThat(out.toString().lines().filter(line -> line.contains("STRUCT 'flow")))
                .hasSameElementsAs(types.lines()
                        .filter(line -> line.contains("STRUCT 'flow"))
                        .toList())
                .isNotEmpty();
    }

    @Test
    void btfMinKeepsWhatAListNames(@TempDir Path directory) throws IOException {
        Path list = Files.writeString(directory.resolve("keep"), "struct xdp_md\n");
        Path small = directory.resolve("small.btf");
        assertThat(skep("btf", "min", FLOW_COUNTER, "--keep", list.toString(), "-o", small.toString()))
                .isZero();
        out.getBuffer().setLength(0);
        assertThat(skep("btf", "dump", small.toString())).isZero();
        assertThat(out.toString().lines().filter(line -> line.startsWith("[")))
                .containsExactly(
                        "[1] TYPEDEF '__u32' type_id=2",
                        "[2] INT 'unsigned int' size=4 bits_offset=0 nr_bits=32 encoding=(none)",
                        "[3] STRUCT 'xdp_md' size=24 vlen=6");
    }

    @Test
    void dumpedInstructionsAreSixteenDigitsEach() {
        assertThat(skep("dump", FIREWALL, "--linked", "--json")).isZero();
        assertThat(out.toString()).containsPattern("\"insns\":\\[\"[0-9a-f]{16}\",\"[0-9a-f]{16}\"");
    }

    @Test
    void doctorNamesTheJdk() {
        assertThat(skep("doctor")).isZero();
        assertThat(out.toString()).contains("JDK").contains("compiled mode").contains("host kernel");
    }
}
