package dev.skep.veristat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names, orders, filters, tables: as {@code veristat.c} has them. */
class StatSheetTest {
    private static final List<StatRow> ROWS = List.of(
            row("fw.bpf.o", "xdp_allow", 1, 120, 7),
            row("fw.bpf.o", "xdp_deny", 0, 30, 2),
            row("lb.bpf.o", "tc_pick", 1, 450, 30));

    private static StatRow row(String file, String program, long verdict, long insns, long states) {
        return new StatRow.Builder()
                .with(Stat.VERDICT, verdict)
                .with(Stat.TOTAL_INSNS, insns)
                .with(Stat.TOTAL_STATES, states)
                .with(Stat.PROG_TYPE, program.startsWith("xdp") ? 6 : 3)
                .build(file, program);
    }

    private static StatSheet sheet(String columns, String order, String... filters) throws IOException {
        return new StatSheet(
                StatSpec.parse(columns),
                order.isEmpty() ? StatSpec.BY_NAME : StatSpec.parse(order),
                RowFilters.parse(List.of(filters)));
    }

    @Test
    void csvHasAllColumnsInVeristatsOrder() throws IOException {
        String csv = new StatSheet(StatSpec.CSV_COLUMNS, StatSpec.BY_NAME, RowFilters.parse(List.of())).csv(ROWS);
        assertThat(csv.lines().findFirst())
                .contains(
                        "file_name,prog_name,verdict,duration,total_insns,total_states,peak_states,max_states_per_insn,"
                                + "max_mark_read_len,prog_size,prog_size_jited,prog_type,attach_type,stack_depth");
        assertThat(csv.lines().skip(1).findFirst())
                .contains("fw.bpf.o,xdp_allow,success,0,120,7,0,0,0,0,0,xdp,cgroup_inet_ingress,0");
    }

    @Test
    void tableAlignsWordsLeftAndNumbersRight() throws IOException {
        assertThat(sheet("prog,verdict,insns", "").table(ROWS)).isEqualTo("""
                Program    Verdict  Insns
                ---------  -------  -----
                xdp_allow  success    120
                xdp_deny   failure     30
                tc_pick    success    450
                ---------  -------  -----
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "insns | tc_pick xdp_allow xdp_deny",
                "insns^ | xdp_deny xdp_allow tc_pick",
                "insns:asc | xdp_deny xdp_allow tc_pick",
                "total_insns:desc | tc_pick xdp_allow xdp_deny",
                "states. | tc_pick xdp_allow xdp_deny",
                "verdict,insns^ | xdp_deny xdp_allow tc_pick",
                "prog | tc_pick xdp_allow xdp_deny",
                "prog:desc | xdp_deny xdp_allow tc_pick",
                "file:desc | tc_pick xdp_allow xdp_deny",
            })
    void sorts(String order, String programs) throws IOException {
        assertThat(sheet("prog", order).rows(ROWS).stream().map(StatRow::progName))
                .containsExactly(programs.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "xdp_* | xdp_allow xdp_deny",
                "lb* | tc_pick",
                "fw*/*deny | xdp_deny",
                "/tc_* | tc_pick",
                "fw.bpf.o/ | xdp_allow xdp_deny",
                "!xdp_allow | xdp_deny tc_pick",
                "xdp_* !*deny | xdp_allow",
                "insns>100 | xdp_allow tc_pick",
                "insns<=30 | xdp_deny",
                "verdict=failure | xdp_deny",
                "verdict!=failure | xdp_allow tc_pick",
                "!states>=7 | xdp_deny",
                "prog_type=xdp | xdp_allow xdp_deny",
            })
    void filters(String filters, String programs) throws IOException {
        RowFilters parsed = RowFilters.parse(List.of(filters.split(" ")));
        List<StatRow> named = ROWS.stream()
                .filter(row -> parsed.mayShow(row.fileName()) && parsed.shows(row.fileName(), row.progName()))
                .toList();
        assertThat(new StatSheet(StatSpec.TABLE_COLUMNS, StatSpec.BY_NAME, parsed)
                        .rows(named).stream().map(StatRow::progName))
                .containsExactly(programs.split(" "));
    }

    @Test
    void filtersComeFromAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("filters");
        Files.writeString(file, "# those of the firewall\n\nfw*\n!*deny\n", StandardCharsets.UTF_8);
        RowFilters filters = RowFilters.parse(List.of("@" + file));
        assertThat(filters.shows("fw.bpf.o", "xdp_allow")).isTrue();
        assertThat(filters.shows("fw.bpf.o", "xdp_deny")).isFalse();
        assertThat(filters.shows("lb.bpf.o", "tc_pick")).isFalse();
    }

    @Test
    void aDeniedFileIsNotOpened() throws IOException {
        assertThat(RowFilters.parse(List.of("!fw*/")).mayShow("fw.bpf.o")).isFalse();
        assertThat(RowFilters.parse(List.of("!fw*/xdp")).mayShow("fw.bpf.o")).isTrue();
        assertThat(RowFilters.parse(List.of("xdp_*")).mayShow("fw.bpf.o")).isTrue();
    }

    /** The worked example at the head of {@code veristat.c}: 21547 before, 20920 after. */
    @Test
    void comparisonShowsBothSidesAndWhatIsBetween() throws IOException {
        List<StatRow> base = List.of(row("a.o", "one", 1, 21547, 5), row("a.o", "two", 1, 0, 5));
        List<StatRow> comparison = List.of(row("a.o", "one", 0, 20920, 5), row("a.o", "three", 1, 9, 5));
        assertThat(sheet("prog,verdict,insns", "").comparisonTable(base, comparison))
                .isEqualTo("""
                Program  Verdict (A)  Verdict (B)  Verdict (DIFF)  Insns (A)  Insns (B)  Insns  (DIFF)
                -------  -----------  -----------  --------------  ---------  ---------  -------------
                one      success      failure      MISMATCH            21547      20920  -627 (-2.91%)
                three    N/A          success      N/A                   N/A          9            N/A
                two      success      N/A          N/A                     0        N/A            N/A
                """);
        assertThat(sheet("prog,insns", "").comparisonCsv(base, comparison)).isEqualTo("""
                prog_name,total_insns_base,total_insns_comp,total_insns_diff
                one,21547,20920,-627 (-2.91%)
                three,N/A,9,N/A
                two,0,N/A,N/A
                """);
    }

    @Test
    void comparisonSortsAndFiltersByDifference() throws IOException {
        List<StatRow> base =
                List.of(row("a.o", "one", 1, 100, 0), row("a.o", "two", 1, 100, 0), row("a.o", "new", 1, 0, 0));
        List<StatRow> comparison =
                List.of(row("a.o", "one", 1, 90, 0), row("a.o", "two", 1, 150, 0), row("a.o", "new", 1, 7, 0));
        assertThat(sheet("prog,insns", "insns_pct^")
                        .comparisonCsv(base, comparison)
                        .lines()
                        .skip(1))
                .containsExactly("one,100,90,-10 (-10.00%)", "two,100,150,+50 (+50.00%)", "new,0,7,+7 (+100.00%)");
        assertThat(sheet("prog", "", "|insns_diff|>=10")
                        .comparisonCsv(base, comparison)
                        .lines()
                        .skip(1))
                .containsExactly("one", "two");
    }

    @Test
    void readsWhatItWrites() throws IOException {
        RowFilters all = RowFilters.parse(List.of());
        List<StatRow> odd = List.of(row("a,b.o", "say \"hi\"", 1, 3, 1), row("c.o", "line\nend", 0, 4, 1));
        String csv = new StatSheet(StatSpec.CSV_COLUMNS, StatSpec.BY_NAME, all).csv(odd);
        StatCsv read = StatCsv.read("x.csv", csv, all);
        assertThat(new StatSheet(StatSpec.CSV_COLUMNS, StatSpec.BY_NAME, all).csv(read.rows()))
                .isEqualTo(csv);
        assertThat(read.rows().getFirst().progName()).isEqualTo("say \"hi\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | x.csv:1: nothing",
                "verdict | x.csv:1: expected columns file_name and prog_name",
                "file,prog,colour | x.csv:1: unrecognized stat name 'colour'",
                "'file,prog,insns\na.o,p' | x.csv:2: 2 cells, expected 3",
                "'file,prog,insns\na.o,p,many' | x.csv:2: total_insns is 'many'",
                "'file,prog,verdict\na.o,p,maybe' | x.csv:2: verdict is 'maybe', expected success or failure",
            })
    void saysWhatIsWrongWithACsvFile(String text, String message) {
        assertThatThrownBy(() -> StatCsv.read("x.csv", text, RowFilters.parse(List.of())))
                .isInstanceOf(MalformedCsvException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void unknownNamesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StatSpec.parse("insn"))
                .withMessageContaining("'insn'");
        assertThatIllegalArgumentException().isThrownBy(() -> RowFilters.parse(List.of("insns>many")));
        assertThatIllegalArgumentException().isThrownBy(() -> RowFilters.parse(List.of("prog=x")));
        assertThatIllegalArgumentException().isThrownBy(() -> RowFilters.parse(List.of("/")));
    }
}
