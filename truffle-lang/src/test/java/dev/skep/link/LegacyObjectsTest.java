package dev.skep.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.kernel.KernelVersion;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.program.ProgramType;
import dev.skep.object.Fixtures;
import dev.skep.object.MapDefinition;
import dev.skep.object.MapDefinition.Origin;
import dev.skep.object.MapDefinition.Slot;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects from before BTF-defined maps, which libbpf refuses: their own loaders' rules hold. */
class LegacyObjectsTest {
    private static final Pattern PROGRAM = Pattern.compile(
            "\\{\"program\": \"(\\w+)\", \"section\": \"([^\"]+)\", \"type\": \"(\\w+)\".*?\"insns\": \\[([^]]*)]");

    /** The recorder loads these objects as the kernel's old sample loader, tc and Android do. */
    @ParameterizedTest
    @ValueSource(strings = {"legacy_samples", "legacy_samples_inner", "legacy_iproute2", "legacy_android"})
    void instructionsAreThoseThatTheKernelGot(String name) {
        ObjectSpec object = Fixtures.read(name);
        Matcher recorded = PROGRAM.matcher(Objects.requireNonNull(Fixtures.linked(name)));

        List<String> seen = new ArrayList<>();
        while (recorded.find()) {
            ProgramSpec program = object.program(recorded.group(1)).orElseThrow();
            seen.add(program.name());
            ProgramDump dump = ProgramDump.linked(object, program, KernelVersion.REFERENCE);
            assertThat(program.section()).isEqualTo(recorded.group(2));
            assertThat(Objects.requireNonNull(program.type()).displayName()).isEqualTo(recorded.group(3));
            assertThat(dump.instructions())
                    .isEqualTo(List.of(recorded.group(4).replace("\"", "").split(", ")));
        }
        assertThat(object.programs()).extracting(ProgramSpec::name).containsExactlyInAnyOrderElementsOf(seen);
    }

    @Test
    void definitionsOfTheSamplesHaveFiveWords() {
        MapDefinition lengths = Fixtures.read("legacy_samples").map("lengths").orElseThrow();

        assertThat(lengths.origin()).isEqualTo(Origin.LEGACY);
        assertThat(lengths.spec())
                .isEqualTo(MapSpec.of("lengths", MapType.HASH, 4, 8, 64).withFlags(64));
        assertThat(Fixtures.read("legacy_samples").version()).isEqualTo(0x061200);
    }

    @Test
    void innerMapOfTheSamplesIsNamedByItsPlace() {
        ObjectSpec object = Fixtures.read("legacy_samples_inner");
        MapSpec inner = object.map("tables").orElseThrow().spec().inner();

        assertThat(inner).isEqualTo(object.map("counts").orElseThrow().spec());
    }

    @Test
    void innerMapOfIproute2IsNamedByItsId() {
        ObjectSpec object = Fixtures.read("legacy_iproute2");

        assertThat(object.map("outer").orElseThrow().spec().inner())
                .isEqualTo(object.map("inner").orElseThrow().spec());
        assertThat(object.map("counters").orElseThrow().pinning()).isEqualTo(1);
    }

    @Test
    void sectionOfIproute2FillsSlotOfProgramArray() {
        ObjectSpec object = Fixtures.read("legacy_iproute2");

        assertThat(object.map("jumps").orElseThrow().slots()).containsExactly(new Slot.OfProgram(1, "ipv4_stage"));
        assertThat(object.program("ipv4_stage").orElseThrow().type()).isEqualTo(ProgramType.SCHED_CLS);
    }

    @Test
    void definitionsOfAndroidGoOn() {
        MapDefinition stats =
                Fixtures.read("legacy_android").map("tether_stats_map").orElseThrow();

        assertThat(stats.spec())
                .isEqualTo(
                        MapSpec.of("tether_stats_map", MapType.HASH, 4, 16, 16).withFlags(64));
    }
}
