package dev.skep.kernel.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.kernel.program.SectionName.Trait;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** {@code prog_types.tsv}: names, attach types and section names of Linux 6.18 and its libbpf. */
class ProgramTypeTest {

    @Test
    void tableHasAllTypesOfTheKernelInOrder() {
        List<String[]> census = census();
        assertThat(census).hasSize(32);
        for (String[] row : census) {
            ProgramType type = Objects.requireNonNull(ProgramType.of(Integer.parseInt(row[0])));
            assertThat(type.name()).isEqualTo(row[1]);
            assertThat(type.id()).isEqualTo(Integer.parseInt(row[0]));
            assertThat(type.attachTypes())
                    .as("%s", type)
                    .extracting(AttachType::kernelName)
                    .containsExactlyInAnyOrderElementsOf(list(row[2]));
        }
    }

    @Test
    void sectionNamesAreThoseOfLibbpf() {
        int seen = 0;
        for (String[] row : census()) {
            ProgramType type = ProgramType.valueOf(row[1]);
            List<String> names = list(row[3]).stream()
                    .filter(name -> !name.endsWith("[post-6.18]"))
                    .toList();
            assertThat(type.sections()).extracting(SectionName::pattern).containsExactlyElementsOf(names);
            seen += names.size();
        }
        assertThat(seen).isEqualTo(103);
    }

    @Test
    void noSectionNameHasTwoMeanings() {
        for (ProgramType type : ProgramType.values()) {
            for (SectionName name : type.sections()) {
                String section = name.pattern().replace("+", "/x");
                assertThat(Arrays.stream(ProgramType.values())
                                .flatMap(other -> other.sections().stream())
                                .filter(other -> other.matches(section)))
                        .as(section)
                        .hasSize(1);
            }
        }
    }

    @Test
    void plusMeansTheNameAloneOrWithASlash() {
        ProgramType.Section kprobe = Objects.requireNonNull(ProgramType.ofSection("kprobe/tcp_v4_connect"));
        assertThat(kprobe.type()).isEqualTo(ProgramType.KPROBE);
        assertThat(ProgramType.ofSection("kprobe")).isNotNull();
        assertThat(ProgramType.ofSection("kprobes")).isNull();
        assertThat(ProgramType.ofSection("xdp/other")).isNull();
        ProgramType.Section frags = Objects.requireNonNull(ProgramType.ofSection("xdp.frags/devmap"));
        assertThat(frags.name().attachType()).isEqualTo(AttachType.XDP_DEVMAP);
        assertThat(frags.name().traits()).containsExactly(Trait.XDP_FRAGS);
    }

    @Test
    void returnRangesFollowTheAttachType() {
        assertThat(ProgramType.XDP.returnRange(AttachType.NONE).isUnchecked()).isTrue();
        assertThat(ProgramType.CGROUP_SKB.returnRange(AttachType.CGROUP_INET_INGRESS))
                .isEqualTo(new ReturnRange(0, 1));
        assertThat(ProgramType.CGROUP_SKB.returnRange(AttachType.CGROUP_INET_EGRESS))
                .isEqualTo(new ReturnRange(0, 3));
        assertThat(ProgramType.CGROUP_SOCK_ADDR.returnRange(AttachType.CGROUP_UDP4_RECVMSG))
                .isEqualTo(new ReturnRange(1, 1));
        assertThat(ProgramType.KPROBE.returnRange(AttachType.TRACE_KPROBE_SESSION))
                .isEqualTo(new ReturnRange(0, 1));
        assertThat(ProgramType.KPROBE.returnRange(AttachType.NONE).isUnchecked())
                .isTrue();
    }

    @Test
    void attachTypesAreCheckedWhereTheKernelChecksThem() {
        assertThat(ProgramType.XDP.acceptsAtLoad(AttachType.CGROUP_INET4_BIND)).isTrue();
        assertThat(ProgramType.CGROUP_SOCK_ADDR.acceptsAtLoad(AttachType.NONE)).isFalse();
        assertThat(ProgramType.CGROUP_SOCK.acceptsAtLoad(AttachType.NONE)).isTrue();
        assertThat(ProgramType.CGROUP_SKB.acceptsAtLoad(AttachType.NONE)).isTrue();
        assertThat(ProgramType.SYSCALL.acceptsAtLoad(AttachType.NONE)).isTrue();
        assertThat(ProgramType.SYSCALL.acceptsAtLoad(AttachType.XDP)).isFalse();
        assertThat(ProgramType.SK_LOOKUP.acceptsAtLoad(AttachType.NONE)).isFalse();
    }

    @Test
    void attachTypeNumbersRunWithoutGaps() {
        for (int number = 0; number <= 57; number++) {
            assertThat(AttachType.of(number)).as("%d", number).isNotNull();
        }
        assertThat(AttachType.of(58)).isNull();
        assertThat(AttachType.of(0)).isEqualTo(AttachType.NONE);
        assertThat(AttachType.TRACE_UPROBE_SESSION.number()).isEqualTo(57);
    }

    private static List<String> list(String column) {
        return column.isEmpty() ? List.of() : Arrays.asList(column.split(",", -1));
    }

    private static List<String[]> census() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ProgramTypeTest.class.getResourceAsStream("prog_types.tsv")),
                StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(line -> line.split("\t", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
