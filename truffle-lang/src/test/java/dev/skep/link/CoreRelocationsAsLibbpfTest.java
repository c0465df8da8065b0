package dev.skep.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.btf.Btf;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelTypes;
import dev.skep.object.CoreKind;
import dev.skep.object.CoreRelocation;
import dev.skep.object.Fixtures;
import dev.skep.object.FunctionSpec;
import dev.skep.object.ObjectReader;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One object over the types of two kernels: instructions are those that libbpf made of them, asked by
 * {@code fixtures/record-links}; and over those of the reference kernel.
 */
class CoreRelocationsAsLibbpfTest {
    private final ObjectSpec object = core("core_relocations");

    private static ObjectSpec core(String name) {
        return ObjectReader.read(name + ".bpf.o", Fixtures.file("core/" + name + ".bpf.o"));
    }

    private static KernelTypes kernel(String name) {
        return KernelTypes.of(Btf.read(Fixtures.file("core/" + name + ".btf")));
    }

    private static List<String[]> recorded(String kernel) {
        return Fixtures.textFile("core/core_relocations.on." + kernel + ".tsv")
                .lines()
                .map(line -> line.split("\t", -1))
                .toList();
    }

    private LinkedCode link(String program, KernelTypes types) {
        return link(object, program, types);
    }

    private static LinkedCode link(ObjectSpec object, String program, KernelTypes types) {
        KernelConfig config = KernelConfig.reference().withTypes(types);
        ResolvedExterns externs =
                ResolvedExterns.of(object, KernelSymbols.of(types), KernelConfiguration.reference(config.version()));
        return CodeLinker.link(object, object.program(program).orElseThrow(), externs, types);
    }

    @Test
    void theObjectHasEveryKindOfRelocation() {
        assertThat(Stream.concat(object.programs().stream().map(ProgramSpec::function), object.functions().stream())
                        .map(FunctionSpec::coreRelocations)
                        .flatMap(List::stream)
                        .map(CoreRelocation::kind)
                        .map(CoreKind::of)
                        .map(Optional::orElseThrow)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(CoreKind.values())
                .hasSize(13);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernel_new", "kernel_old"})
    void instructionsAreThoseOfLibbpf(String kernel) {
        KernelTypes types = kernel(kernel);
        List<String[]> recorded = recorded(kernel);
        assertThat(recorded).hasSize(25);
        for (String[] fields : recorded) {
            if (fields[1].equals("refused")) {
                assertThatThrownBy(() -> link(fields[0], types)).as(fields[0]).isInstanceOf(RelocationException.class);
            } else {
                assertThat(HexFormat.of()
                                .formatHex(link(fields[0], types).code().toBytes()))
                        .as(fields[0])
                        .isEqualTo(fields[1]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"core_relocations, 25", "core_kernel, 6"})
    void overTheReferenceKernelTheyAreThoseOfLibbpfToo(String name, int programs) {
        ObjectSpec linked = core(name);
        List<String[]> recorded = Fixtures.textFile("core/" + name + ".linked.tsv")
                .lines()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields[0].equals("program"))
                .toList();
        assertThat(recorded).hasSize(programs);
        for (String[] fields : recorded) {
            byte[] ours =
                    link(linked, fields[1], KernelTypes.reference()).code().toBytes();
            assertThat(HexFormat.of().formatHex(ours)).as(fields[1]).isEqualTo(fields[5]);
        }
    }

    @Test
    void theTwoKernelsDiffer() {
        assertThat(recorded("kernel_new").stream().map(fields -> fields[1]))
                .isNotEqualTo(
                        recorded("kernel_old").stream().map(fields -> fields[1]).toList());
    }

    @Test
    void anAmbiguityNamesBothPlaces() {
        assertThatThrownBy(() -> link("several_differ", kernel("kernel_new")))
                .isInstanceOf(RelocationException.class)
                .hasMessageContaining("several_differ: instruction 1: CO-RE <byte_off> [")
                .hasMessageContaining("struct twin.apart (0:1 @ offset 4)")
                .hasMessageContaining("struct twin___2.apart (0:2 @ offset 8)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernel_new", "kernel_old"})
    void thePoisonThatTheVerifierStumblesOverIsSaidInLibbpfsWords(String kernel) {
        KernelTypes types = kernel(kernel);
        int found = 0;
        for (String[] fields : recorded(kernel)) {
            if (fields[2].equals("-")) {
                continue;
            }
            LinkedCode code = link(fields[0], types);
            int slot = CoreFixup.firstPoisoned(code);
            String log = "0: R1=ctx() R10=fp0\n" + slot + ": (85) call unknown#195896080\n"
                    + "invalid func unknown#195896080\nprocessed 1 insns\n";
            assertThat(CoreFixup.fixUp(Objects.requireNonNull(object.btf()), code, log))
                    .as(fields[0])
                    .isEqualTo("0: R1=ctx() R10=fp0\n" + slot + ": <invalid CO-RE relocation>\n" + fields[2]
                            + "\nprocessed 1 insns\n");
            found++;
        }
        assertThat(found).isGreaterThanOrEqualTo(4);
    }

    @Test
    void otherLogsStayAsTheyAre() {
        LinkedCode code = link("signs", kernel("kernel_new"));
        String log = "0: (85) call unknown#7\ninvalid func unknown#7\n";
        assertThat(CoreFixup.fixUp(Objects.requireNonNull(object.btf()), code, log))
                .isEqualTo(log);
        assertThat(CoreFixup.fixUp(Objects.requireNonNull(object.btf()), code, ""))
                .isEmpty();
    }
}
