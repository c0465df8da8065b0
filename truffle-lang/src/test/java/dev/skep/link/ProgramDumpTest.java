package dev.skep.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.kernel.KernelConfig;
import dev.skep.object.Fixtures;
import dev.skep.object.ObjectSpec;
import org.junit.jupiter.api.Test;

class ProgramDumpTest {
    private final ObjectSpec object = Fixtures.read("subprograms");

    @Test
    void unlinkedTextNamesWhatWaitsForTheLinker() {
        ProgramDump dump = ProgramDump.unlinked(object, object.programs().getFirst());

        assertThat(dump.text())
                .startsWith(object.programs().getFirst().name() + ":\n; ")
                .containsPattern("\\(85\\) call pc-1 +; five\n")
                .contains("subprograms.bpf.c:");
        assertThat(dump.instructions()).allMatch(slot -> slot.matches("[0-9a-f]{16}"));
    }

    @Test
    void linkedTextHasAllFunctionsAndNamesMaps() {
        ProgramDump dump = ProgramDump.linked(object, object.programs().getFirst(), KernelConfig.reference());

        assertThat(dump.text()).contains("\nfive:\n; ").contains("map[.bss][0]+");
        assertThat(dump.instructions().size())
                .isGreaterThan(object.programs().getFirst().function().code().size());
    }

    @Test
    void linkedInstructionsHaveNoDescriptors() {
        ObjectSpec firewall = Fixtures.read("firewall");
        ProgramDump dump = ProgramDump.linked(firewall, firewall.programs().getFirst(), KernelConfig.reference());

        assertThat(dump.instructions().stream().filter(slot -> slot.matches("18[1][0-9a-f].*")))
                .isNotEmpty()
                .allMatch(slot -> slot.endsWith("00000000"));
        assertThat(dump.text()).contains("map[blocked]").contains("call bpf_map_lookup_elem#1");
    }
}
