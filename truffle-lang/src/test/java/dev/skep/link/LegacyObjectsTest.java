package dev.skep.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.program.ProgramType;
import dev.skep.object.Fixtures;
import dev.skep.object.MapDefinition;
import dev.skep.object.MapDefinition.Origin;
import dev.skep.object.MapDefinition.Slot;
import dev.skep.object.ObjectSpec;
import org.junit.jupiter.api.Test;

/**
 * Objects from before BTF-defined maps, which libbpf refuses: their own loaders' rules hold. {@link LinkedAsLibbpfTest}
 * compares their instructions.
 */
class LegacyObjectsTest {
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
    void mapWithAnIdStandsInTheMapsOfMapsThatNameIt() {
        ObjectSpec object = Fixtures.read("legacy_iproute2");

        assertThat(object.map("outer").orElseThrow().slots()).containsExactly(new Slot.OfMap(1, "inner"));
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
