package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code skep verify}, and what {@code skep run} does with a program that is rejected. */
class VerifyCommandTest {
    private static final Path FIXTURES = Path.of("..", "fixtures");
    private static final String FIREWALL = program("firewall");
    private static final String TAIL_CALLS = program("tail_calls");
    private static final String MISTAKES =
            FIXTURES.resolve("mistakes").resolve("mistakes.bpf.o").toString();
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

    private static String withoutDuration(String csv) {
        return csv.replaceAll("(success|failure),[0-9]+,", "$1,,");
    }

    @Test
    void tableIsVeristats() {
        assertThat(skep("verify", FIREWALL, TAIL_CALLS, "-e", "file,prog,verdict,insns", "-f", "xdp_f*"))
                .isZero();
        assertThat(out).hasToString("""
                Processing 'firewall.bpf.o'...
                Processing 'tail_calls.bpf.o'...
                File              Program              Verdict  Insns
                ----------------  -------------------  -------  -----
                firewall.bpf.o    xdp_firewall         success    636
                tail_calls.bpf.o  xdp_from_subprogram  success     55
                ----------------  -------------------  -------  -----
                Done. Processed 2 files, 2 programs. Skipped 0 files, 4 programs.
                """);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void csvHasTheColumnsInTheirOrder() {
        assertThat(skep("verify", FIREWALL, "-o", "csv")).isZero();
        assertThat(withoutDuration(out.toString())).isEqualTo("""
                file_name,prog_name,verdict,duration,total_insns,total_states,peak_states,max_states_per_insn,\
                max_mark_read_len,prog_size,prog_size_jited,prog_type,attach_type,stack_depth
                firewall.bpf.o,xdp_firewall,success,,636,54,51,4,0,260,0,xdp,xdp,56
                """);
    }

    /** The kernel takes the number of the member where other programs have that of their hook; so does veristat. */
    @Test
    void programsOfStructsHaveTheirMembersNumber() {
        String congestion =
                FIXTURES.resolve("tools").resolve("congestion.bpf.o").toString();
        assertThat(skep("verify", congestion, "-o", "csv", "-e", "prog,attach_type"))
                .isZero();
        assertThat(out).hasToString("""
                prog_name,attach_type
                skep_cong_avoid,cgroup_inet_egress
                skep_ssthresh,cgroup_inet_ingress
                skep_undo_cwnd,cgroup_inet4_bind
                """);
    }

    @Test
    void jsonHasTheLogThatIsAskedFor() {
        assertThat(skep("verify", FIREWALL, "-o", "json")).isZero();
        assertThat(out.toString())
                .startsWith(
                        "{\"object\":\"firewall.bpf.o\",\"program\":\"xdp_firewall\",\"section\":\"xdp\",\"type\":\"xdp\","
                                + "\"verdict\":\"success\",\"errno\":0,\"log\":\"\",\"duration\":")
                .contains("\"total_insns\":636,\"total_states\":54,\"peak_states\":51,\"max_states_per_insn\":4");
        assertThat(skep("verify", FIREWALL, "--json", "-l", "1")).isZero();
        assertThat(out.toString()).contains("\"log\":\"processed 636 insns (limit 1000000) ");
        assertThat(skep("verify", FIREWALL, "--json", "-l", "2")).isZero();
        assertThat(out.toString()).contains("\"log\":\"func#0 @0\\n").contains("Live regs before insn");
    }

    @Test
    void whatIsRejectedShowsItsLogAndOneHint() {
        assertThat(skep("verify", MISTAKES, "-f", "packet_unchecked")).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString())
                .contains("""
                        mistakes.bpf.o: packet_unchecked (xdp), rejected by the verifier: Permission denied (EACCES)
                        -- BEGIN PROG LOAD LOG --
                        0: R1=ctx() R10=fp0
                        """)
                .contains("""
                        R1 offset is outside of the packet
                        processed 2 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
                        -- END PROG LOAD LOG --
                        hint: bytes of the packet are touched that no comparison with data_end has shown to be there.
                          line: mistakes.bpf.c:""")
                .containsOnlyOnce("hint: ")
                .endsWith("Done. Processed 1 files, 1 programs. Skipped 0 files, 18 programs.\n");
    }

    @Test
    void whoLoadsDecidesWhatIsAllowed() {
        assertThat(skep("verify", program("vlan_tags"), "--capabilities", "bpf,cap_net_admin"))
                .isZero();
        assertThat(skep("verify", program("vlan_tags"), "--capabilities", "bpf", "-o", "json"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(out.toString()).contains("\"verdict\":\"failure\",\"errno\":1,");
        assertThat(skep("verify", program("size_histogram"), "--capabilities", "bpf,net_admin"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(out.toString()).contains(" prohibited for !root");
        assertThat(skep("verify", program("size_histogram"), "--capabilities", "sys_admin"))
                .isZero();
        assertThat(skep("verify", FIREWALL, "--capabilities", "none")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("Operation not permitted (EPERM)");
        assertThat(out.toString())
                .contains("xdp_firewall  failure")
                .endsWith("Done. Processed 1 files, 1 programs. Skipped 0 files, 0 programs.\n");
        assertThat(skep("verify", FIREWALL, "--capabilities", "bpf,chown")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--capabilities chown: expected all, none, or some of bpf,");
    }

    @Test
    void runShowsARejectionAndGoesOn() {
        assertThat(skep("run", MISTAKES, "--pcap", MIXED)).as("%s", err).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString())
                .contains("packet_unchecked (xdp), rejected by the verifier")
                .contains("kernel_pointer_followed (sched_cls), rejected by the verifier");
        assertThat(skep("run", MISTAKES, "--program", "packet_unchecked", "--pcap", MIXED, "--json"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(out.toString())
                .startsWith("{\"object\":\"mistakes.bpf.o\",\"program\":\"packet_unchecked\",\"type\":\"xdp\","
                        + "\"verification\":\"rejected\",\"errno\":13,\"log\":\"0: R1=ctx() R10=fp0\\n")
                .contains("\"hint\":\"hint: bytes of the packet");
    }

    @Test
    void noVerifyRunsWhatWouldBeRejected() {
        assertThat(skep("run", MISTAKES, "--program", "packet_unchecked", "--pcap", MIXED, "--no-verify"))
                .isZero();
        assertThat(out.toString())
                .startsWith("mistakes.bpf.o: packet_unchecked (xdp), interpreted, not verified\n")
                .contains("XDP_PASS");
    }

    @Test
    void comparesTwoRuns() throws IOException {
        Path base = folder.resolve("base.csv");
        Path newer = folder.resolve("new.csv");
        Files.writeString(
                base, "file_name,prog_name,verdict,total_insns\na.o,one,success,200\n", StandardCharsets.UTF_8);
        Files.writeString(
                newer, "file_name,prog_name,verdict,total_insns\na.o,one,failure,150\n", StandardCharsets.UTF_8);
        assertThat(skep("verify", "-C", base.toString(), newer.toString(), "-e", "prog,verdict,insns"))
                .isZero();
        assertThat(out).hasToString("""
                Program  Verdict (A)  Verdict (B)  Verdict (DIFF)  Insns (A)  Insns (B)  Insns   (DIFF)
                -------  -----------  -----------  --------------  ---------  ---------  --------------
                one      success      failure      MISMATCH              200        150  -50 (-25.00%)
                """.replace("Insns   (DIFF)", "Insns  (DIFF)")
                .replace("---------  --------------\n", "---------  -------------\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | verify | Missing required",
                "2 | verify {firewall} -l 3 | -l 3: expected 0, 1 or 2",
                "2 | verify {firewall} -e insn | unrecognized stat name 'insn'",
                "2 | verify {firewall} -s insn:asc | unrecognized stat name 'insn'",
                "2 | verify {firewall} -f insns>x | invalid integer value",
                "2 | verify {firewall} -o xml | expected one of",
                "2 | verify -C {firewall} | expected exactly two CSV files",
                "3 | verify -C {firewall} {firewall} | firewall.bpf.o",
                "3 | verify nothing.bpf.o | nothing.bpf.o: no such file",
                "3 | verify {mixed} | mixed.pcap",
                "3 | verify {firewall} -f @nothing | nothing: no such file",
            })
    void saysWhatIsWrongInOneLine(int exitCode, String command, String message) {
        String[] arguments = Stream.of(command.split(" "))
                .map(word -> word.replace("{firewall}", FIREWALL).replace("{mixed}", MIXED))
                .toArray(String[]::new);
        assertThat(skep(arguments)).as("%s", err).isEqualTo(exitCode);
        assertThat(err.toString()).contains(message).doesNotContain("\tat ");
    }

    @Test
    void oneFileThatCannotBeReadDoesNotHideTheOthers() {
        assertThat(skep("verify", MIXED, FIREWALL, "-o", "csv")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(out.toString()).contains("firewall.bpf.o,xdp_firewall,success,");
        assertThat(err.toString()).startsWith("skep: ").contains("mixed.pcap");
    }

    @Test
    void twoRunsDifferInNothingButTheirDuration() {
        assertThat(skep("verify", FIREWALL, MISTAKES, "-o", "csv")).isEqualTo(ExitCode.FAILED);
        String first = withoutDuration(out.toString());
        assertThat(skep("verify", FIREWALL, MISTAKES, "-o", "csv")).isEqualTo(ExitCode.FAILED);
        assertThat(withoutDuration(out.toString())).isEqualTo(first);
    }
}
