package dev.skep.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.hostkernel.HostKernel;
import dev.skep.language.BpfEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseRunnerTest {
    private static final Path CASES = Path.of("..", "fixtures", "cases");

    @SuppressWarnings("NullAway.Init")
    private BpfEngine engine;

    @BeforeEach
    void open() {
        engine = BpfEngine.open();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private List<CaseResult> runAll(CaseRunner.Backend backend) throws IOException {
        CaseRunner runner = new CaseRunner(() -> engine, backend);
        List<CaseResult> results = new ArrayList<>();
        for (Path file : CaseFinder.find(List.of(CASES))) {
            CaseFileReader.read(file).cases().forEach(test -> results.add(runner.run(test)));
        }
        return results;
    }

    @Test
    @Tag("engine")
    void theExamplesPass() throws IOException {
        List<CaseResult> results = runAll(CaseRunner.Backend.SIMULATED);
        assertThat(results).hasSizeGreaterThanOrEqualTo(16);
        assertThat(results)
                .allSatisfy(result -> assertThat(result.status())
                        .as("%s: %s", result.test().name(), result.failures())
                        .isEqualTo(CaseResult.Status.PASSED));
    }

    /** The expectations of the examples are the kernel's, too. */
    @Test
    @Tag("host-kernel")
    void theExamplesPassOnTheHostsKernel() throws IOException {
        Optional<String> missing = HostKernel.missing();
        assumeTrue(missing.isEmpty(), () -> "no host kernel: " + missing.orElse(""));
        List<CaseResult> results = runAll(CaseRunner.Backend.HOST);
        assertThat(results)
                .allSatisfy(result -> assertThat(result.status())
                        .as("%s: %s", result.test().name(), result.failures())
                        .isIn(CaseResult.Status.PASSED, CaseResult.Status.SKIPPED));
        assertThat(results)
                .allSatisfy(result -> assertThat(result.differences()).isEmpty());
        assertThat(results.stream().filter(result -> result.status() == CaseResult.Status.PASSED))
                .hasSizeGreaterThanOrEqualTo(15);
    }

    private List<CaseResult> tagged(CaseRunner.Backend backend) throws IOException {
        CaseRunner runner = new CaseRunner(() -> engine, backend);
        return CaseFileReader.read(CASES.resolve("tagged.bpf.o")).cases().stream()
                .map(runner::run)
                .toList();
    }

    private static void assertAsTagged(List<CaseResult> results) {
        assertThat(results)
                .extracting(result -> result.test().name(), CaseResult::status, CaseResult::failures)
                .containsExactly(
                        tuple("long_passes: a long frame passes", CaseResult.Status.PASSED, List.of()),
                        tuple("zeros_are_short", CaseResult.Status.PASSED, List.of()),
                        tuple("says_its_path", CaseResult.Status.PASSED, List.of()),
                        tuple("looked_up_unchecked", CaseResult.Status.PASSED, List.of()),
                        tuple("not_run", CaseResult.Status.SKIPPED, List.of()),
                        tuple("has_a_map_of_sockets", CaseResult.Status.PASSED, List.of()),
                        tuple("has_two_pages", CaseResult.Status.PASSED, List.of()));
    }

    @Test
    void programsSayThemselvesWhatIsExpected() throws IOException {
        assertAsTagged(tagged(CaseRunner.Backend.SIMULATED));
    }

    @Test
    @Tag("host-kernel")
    void programsSayToTheHostsKernelWhatIsExpected() throws IOException {
        Optional<String> missing = HostKernel.missing();
        assumeTrue(missing.isEmpty(), () -> "no host kernel: " + missing.orElse(""));
        assertAsTagged(tagged(CaseRunner.Backend.HOST));
    }

    private CaseResult firewall(String rest) {
        String text = "object: ../programs/firewall.bpf.o\ncases:\n  - {" + rest + "}\n";
        return new CaseRunner(() -> engine, CaseRunner.Backend.SIMULATED)
                .run(CaseFileReader.read(CASES.resolve("made.skep.yaml"), text)
                        .cases()
                        .getFirst());
    }

    /** What is wrong is told with its place: that of these words in the file, of the whole case for a dash. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            hex: "", expect: {refused: ENOMEM}                 | FAILED | refused | refused: expected ENOMEM, was EINVAL
            packet: vlan 1, expect: {return: XDP_DROP}         | FAILED | XDP_DROP | return: expected XDP_DROP, was XDP_PASS
            packet: vlan 1, expect: {return: 1}                | FAILED | 1} | return: expected 1, was XDP_PASS
            packet: vlan 1, expect: {return: XDP_DORP}         | BROKEN | XDP_DORP | XDP_DORP, expected a number or one of XDP_ABORTED
            packet: vlan 1, expect: {packet: vlan 2}           | FAILED | packet: vlan 2 | vlan id: expected 2, was 1
            packet: vlan 1, expect: {return: {XDP_TX: 1}}      | FAILED | return | return: expected {XDP_TX=1}, was {XDP_PASS=1}
            packet: vlan 1, expect: {rejected: "x"}            | FAILED | rejected | xdp_firewall: accepted, expected it to be rejected
            packet: vlan 1, expect: {maps: {verdict: {size: 5}}} | BROKEN | verdict: | no map verdict, expected one of verdicts
            packet: vlan 1, expect: {maps: {verdicts: [{key: 0, sum: 9}]}}  | FAILED | {key: 0 | map verdicts: 0: expected a sum of 9, was [1, 0]
            packet: vlan 1, expect: {maps: {verdicts: [{key: 0, value: 9}]}}  | BROKEN | 9}] | 'values' (of each CPU) or 'sum'
            packet: vlan 1, expect: {maps: {blocked: {has: [{key: 10.0.0.1}]}}} | FAILED | {key: 10 | map blocked: no element
            packet: vlan 1, expect: {maps: {.bss: {malformed_bytes: 7}}} | FAILED | 7} | malformed_bytes: expected 7, was 0
            packet: vlan 1, expect: {maps: {.bss: {malformed: 7}}} | BROKEN | malformed: | no variable malformed in .bss, expected malformed_bytes
            packet: vlan 1, expect: {trace: [hello]}           | FAILED | trace | trace: expected 1 lines, was 0
            packet: vlan 1, program: xdp_firewal               | BROKEN | xdp_firewal | no program xdp_firewal in firewall.bpf.o, expected xdp_firewall
            packet: vlan 1, object: nothing.o                  | BROKEN | nothing.o | nothing.o: no such file
            packet: vlan 1, object: ../README.md               | BROKEN | ../README.md | README.md
            maps: {blocked: [{key: 10.0.0, value: {}}]}        | BROKEN | 10.0.0 | 10.0.0: expected an IPv4 address
            maps: {blocked: [{key: 1, value: {knock: 1}}]}     | BROKEN | {knock: 1} | no such member in 'ban'
            maps: {blocked: [{value: {}}]}                     | BROKEN | {} | no 'key', expected one of 4 bytes
            maps: {networks: [{key: {bits: 40}, value: 1}]}    | BROKEN | - | EINVAL
            maps: {.data: {x: 1}}                              | BROKEN | .data | no section of variables .data, expected one of
            maps: {.rodata: {open_ports: [1, 2, 3, 4, 5]}}     | BROKEN | [1, 2 | 5 elements
            expect: {return: 1}                                | BROKEN | 1} | nothing ran in this step
            pcap: no.pcap                                      | BROKEN | no.pcap | no.pcap: no such file
            context: {mark: 1}, packet: vlan 1                 | BROKEN | mark | no field mark in the context of xdp programs, expected
            """)
    void whatIsWrongIsSaid(String rest, CaseResult.Status status, String words, String message) {
        CaseResult result = firewall(rest.strip());
        assertThat(result.status()).as("%s", result.failures()).isEqualTo(status);
        assertThat(result.failures().getFirst().message()).contains(message);
        assertThat(result.failures().getFirst().place().column())
                .as(result.failures().toString())
                .isEqualTo(words.equals("-") ? 5 : 6 + rest.strip().indexOf(words));
    }

    @Test
    void aProgramThatIsRejectedShowsTheLog() {
        String text = "object: ../mistakes/mistakes.bpf.o\ncases: [{program: lookup_unchecked}]\n";
        CaseResult result = new CaseRunner(() -> engine, CaseRunner.Backend.SIMULATED)
                .run(CaseFileReader.read(CASES.resolve("made.skep.yaml"), text)
                        .cases()
                        .getFirst());
        assertThat(result.status()).isEqualTo(CaseResult.Status.FAILED);
        assertThat(result.failures().getFirst().message())
                .contains("rejected by the verifier: ")
                .contains("EACCES")
                .contains("invalid mem access 'map_value_or_null'");
    }

    @Test
    void aCaseMayBeSkipped() {
        CaseResult result = firewall("skip: not today");
        assertThat(result.status()).isEqualTo(CaseResult.Status.SKIPPED);
        assertThat(result.reason()).isEqualTo("not today");
    }
}
