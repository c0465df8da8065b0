package dev.skep.coverage;

import static dev.skep.packet.layer.Packet.packet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.net.TestRun;
import dev.skep.kernel.net.TestRunRequest;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.language.Admission;
import dev.skep.language.BpfEngine;
import dev.skep.language.Load;
import dev.skep.language.LoadedObject;
import dev.skep.nodes.Coverage;
import dev.skep.object.ObjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lines are found by their text in the source, how often they run follows from the packets. */
@Tag("engine")
class CoverageReportTest {
    private static final Path PROGRAMS = Path.of("..", "fixtures", "programs");
    private static final byte[] UDP =
            packet().ipv4("10.0.0.9", "10.0.0.1").udp(1, 2).payloadOf(20).toBytes();
    private static final byte[] NOT_IP = packet().vlan(7).payloadOf(50).toBytes();

    @SuppressWarnings("NullAway.Init")
    private BpfEngine engine;

    private final Coverage coverage = new Coverage();

    @BeforeEach
    void open() {
        engine = BpfEngine.open();
        engine.cover(coverage);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private void run(byte[] frame, int times) throws IOException {
        LoadedObject object = LoadedObject.inFreshKernel(
                engine,
                KernelConfig.reference(),
                ObjectReader.read("firewall.bpf.o", Files.readAllBytes(PROGRAMS.resolve("firewall.bpf.o"))),
                Admission.VERIFIED);
        assertThat(object.load("xdp_firewall")).isInstanceOfSatisfying(Load.Loaded.class, loaded -> {
            BpfProgram program = loaded.program();
            TestRun.of(object.kernel(), program, 0).run(TestRunRequest.of(frame).withRepeat(times));
        });
    }

    private FileCoverage firewall() {
        return CoverageReport.of(coverage).files().stream()
                .filter(file -> file.file().endsWith("firewall.bpf.c"))
                .findFirst()
                .orElseThrow();
    }

    private static int line(String text) throws IOException {
        List<String> lines = Files.readAllLines(PROGRAMS.resolve("firewall.bpf.c"));
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("no line with " + text);
    }

    @Test
    void linesCountAsOftenAsTheyRun() throws IOException {
        run(UDP, 3);
        run(NOT_IP, 2);
        FileCoverage file = firewall();
        assertThat(file.lines()).containsEntry(line("__u64 one = 1, *packets;"), 5L);
        // What the compiler left of it is compared behind two tags only.
        assertThat(file.lines()).containsEntry(line("if (skip_ethernet(data, data_end, &network) != ETH_P_IP)"), 0L);
        assertThat(file.lines()).containsEntry(line("packets = bpf_map_lookup_elem(&flows, &flow);"), 3L);
        assertThat(file.lines()).containsEntry(line("__sync_fetch_and_add(packets, 1);"), 2L);
        assertThat(file.lines()).containsEntry(line("bpf_map_update_elem(&flows, &flow, &one, BPF_ANY);"), 1L);
        assertThat(file.lines()).containsEntry(line("ban->dropped++;"), 0L);
        assertThat(file.functions())
                .hasEntrySatisfying(
                        "xdp_firewall",
                        function -> assertThat(function.entered()).isEqualTo(5));
        assertThat(file.coveredLines()).isBetween(10L, file.lines().size() - 5L);
    }

    /** Whether the flow is known is asked three times: once it is not. */
    @Test
    void branchesSayWhichWayTheyWent() throws IOException {
        run(UDP, 3);
        int asked = line("if (packets)");
        assertThat(firewall().branches().stream().filter(branch -> branch.line() == asked))
                .singleElement()
                .satisfies(branch -> {
                    assertThat(branch.taken() + branch.fallen()).isEqualTo(3);
                    assertThat(Math.min(branch.taken(), branch.fallen())).isEqualTo(1);
                });
    }

    @Test
    void aProgramThatWasLoadedOnlyCoversNothing() throws IOException {
        LoadedObject.inFreshKernel(
                        engine,
                        KernelConfig.reference(),
                        ObjectReader.read("firewall.bpf.o", Files.readAllBytes(PROGRAMS.resolve("firewall.bpf.o"))),
                        Admission.VERIFIED)
                .load("xdp_firewall");
        assertThat(firewall().coveredLines()).isZero();
        assertThat(firewall().lines()).hasSizeGreaterThan(30);
        assertThat(CoverageReport.of(coverage).lineShare()).isZero();
    }

    @Test
    void lcovAddsUp() throws IOException {
        run(UDP, 1);
        List<String> lines = Lcov.of(CoverageReport.of(coverage)).lines().toList();
        assertThat(lines.getFirst()).isEqualTo("TN:skep");
        assertThat(lines.getLast()).isEqualTo("end_of_record");
        long found = lines.stream()
                .filter(line -> line.startsWith("LF:"))
                .mapToLong(line -> Long.parseLong(line.substring(3)))
                .sum();
        long branches = lines.stream()
                .filter(line -> line.startsWith("BRF:"))
                .mapToLong(line -> Long.parseLong(line.substring(4)))
                .sum();
        assertThat(lines.stream().filter(line -> line.startsWith("DA:"))).hasSize((int) found);
        assertThat(lines.stream().filter(line -> line.startsWith("BRDA:"))).hasSize((int) branches);
        assertThat(found).isGreaterThan(30);
    }

    @Test
    void theTableNamesLinesThatDidNotRun() throws IOException {
        run(UDP, 1);
        String table = CoverageText.of(CoverageReport.of(coverage));
        assertThat(table).contains("NOT EXECUTED").contains("firewall.bpf.c");
        assertThat(table.lines().filter(line -> line.contains("firewall.bpf.c")))
                .singleElement()
                .satisfies(line -> assertThat(line).contains(" %").containsPattern("[0-9]+"));
    }
}
