package dev.skep.verifier.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.btf.Btf;
import dev.skep.isa.Assembler;
import dev.skep.isa.Bytecode;
import dev.skep.kernel.Privilege;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramType;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConstantLoadsTest {
    /**
     * The answers of a 6.18 kernel; where it depends on descriptors and on the kernel's own types, the directory of the
     * test decides.
     */
    @Test
    void namesOfMapsAreResolvedAsTheKernelDoes() {
        List<String[]> rows = Resource.rows("kernel-6.18-constants.tsv");
        assertThat(rows).hasSizeGreaterThanOrEqualTo(45);
        for (String[] row : rows) {
            if (row[0].startsWith("btf") || row[0].startsWith("literal fd")) {
                continue;
            }
            Examination examination = Examination.of(input(row));
            String log = examination.errno() == 0 ? "accepted" : examination.log();
            assertThat(log).as(row[0]).isEqualTo(row[6].replace("\\n", "\n"));
            assertThat(examination.errno()).as(row[0]).isEqualTo(Integer.parseInt(row[5]));
        }
    }

    private static StructureInput input(String[] row) {
        List<Examination.TestMap> maps = new ArrayList<>();
        for (String map : row[4].isEmpty() ? new String[0] : row[4].split(";")) {
            maps.add(map(map, maps.size()));
        }
        return new StructureInput(
                Bytecode.of(HexFormat.of().parseHex(row[3])),
                ProgramType.valueOf(row[1].toUpperCase(Locale.ROOT)),
                AttachType.NONE,
                row[2].equals("16"),
                true,
                Privilege.ALL,
                Btf.empty(),
                List.of(),
                List.of(),
                Examination.constants(maps),
                new TestCalls(row[1]));
    }

    /** Maps of a list are different ones, also when they look the same: the name of their member tells them apart. */
    private static Examination.TestMap map(String text, int position) {
        String[] fields = text.split(",", -1);
        MapType type = Objects.requireNonNull(MapType.of(Integer.parseInt(fields[0])), text);
        return new Examination.TestMap(
                type,
                Integer.parseInt(fields[1]),
                Integer.parseInt(fields[2]),
                Long.parseLong(fields[3]),
                "map " + position);
    }

    @Test
    void mapsAreListedInTheOrderInWhichTheyAreNamed() {
        Examination.TestMap hash = new Examination.TestMap(MapType.HASH, 8, 4);
        Examination.TestMap array = new Examination.TestMap(MapType.ARRAY, 8, 1);
        Examination examination = Examination.of("""
                r1 = map[fd:1][0]+4
                r1 = map[fd:0]
                r2 = map[fd:1]
                r0 = 0
                exit
                """, List.of(hash, array));
        assertThat(examination.structure().maps()).containsExactly(array, hash);
    }

    @Test
    void tracingProgramsCannotUseLocks() {
        Examination.TestMap locked = new Examination.TestMap(MapType.ARRAY, 8, 1, 0, "bpf_spin_lock");
        StructureInput socketFilter = lockedInput(ProgramType.SOCKET_FILTER, locked);
        assertThat(Examination.of(socketFilter).log()).endsWith("socket filter progs cannot use bpf_spin_lock yet");
        StructureInput kprobe = lockedInput(ProgramType.KPROBE, locked);
        assertThat(Examination.of(kprobe).log()).endsWith("tracing progs cannot use bpf_spin_lock yet");
        StructureInput classifier = lockedInput(ProgramType.SCHED_CLS, locked);
        assertThat(Examination.of(classifier).errno()).isZero();
    }

    private static StructureInput lockedInput(ProgramType type, Examination.TestMap map) {
        return new StructureInput(
                Assembler.assemble("r1 = map[fd:0]\nr0 = 0\nexit"),
                type,
                AttachType.NONE,
                false,
                true,
                Privilege.ALL,
                Btf.empty(),
                List.of(),
                List.of(),
                Examination.constants(List.of(map)),
                new TestCalls("socket_filter"));
    }
}
