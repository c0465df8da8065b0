package dev.skep.junit;

import static dev.skep.assertions.SkepAssertions.assertThat;
import static dev.skep.packet.layer.Packet.packet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.skep.hostkernel.HostKernel;
import dev.skep.kernel.Kernel;
import dev.skep.testing.BpfObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The same tests in a simulated kernel and, where it answers, in that of the machine. */
class BothKernelsTest {
    private static final byte[] UDP =
            packet().ipv4("10.0.0.9", "10.0.0.1").udp(1, 2).payloadOf(20).toBytes();
    private static final int TESTS = 7;
    /** Those that touch the simulated kernel. */
    private static final int ONLY_SIMULATED = 2;

    @Skep
    static class Suite {
        private static final int IPPROTO_UDP = 17;
        private static final int SLOT_PONG = 2;
        /** {@code MAX_TAIL_CALL_CNT}, and the first run. */
        private static final int MOST_RUNS = 34;

        @Test
        void programsGoIntoMapsOfPrograms(@Load("fixtures/programs/tail_calls.bpf.o") BpfObject object) {
            object.map("programs").put(SLOT_PONG, object.program("xdp_ping"));
            assertThat(object.program("xdp_ping").run(UDP)).isDropped();
            assertThat(object.variable("pings").get()).isEqualTo((long) MOST_RUNS);
            object.map("programs").remove(SLOT_PONG);
            assertThat(object.program("xdp_ping").run(UDP)).isDropped();
            assertThat(object.variable("pings").get()).isEqualTo(MOST_RUNS + 1L);
            assertThat(object.variable("pongs").get()).isEqualTo(0L);
        }

        @Test
        void mapsGoIntoMapsOfMaps(@Load("fixtures/programs/map_in_map.bpf.o") BpfObject object) {
            object.map("by_protocol").put(IPPROTO_UDP, object.map("tcp_counts"));
            object.program(object.spec().programs().getFirst().name()).run(UDP);
            assertThat(object.map("tcp_counts")).hasSize(1);
            assertThat(object.map("udp_counts")).isEmpty();
        }

        @Test
        void syscallProgramsHaveTheirContext(@Load("fixtures/cases/contexts.bpf.o") BpfObject object) {
            assertThat(object.program("multiply").call(Map.of("number", 6, "ports", List.of(7, 1))))
                    .returned(7)
                    .hasField("answer", 43);
        }

        @Test
        void controlGroupsTakePackets(@Load("fixtures/cases/contexts.bpf.o") BpfObject object) {
            assertThat(object.program("no_mail")
                            .run(packet().ipv4("10.0.0.9", "10.0.0.1").tcp(1, 25)))
                    .isDropped();
            assertThat(object.program("no_mail")
                            .run(packet().ipv4("10.0.0.9", "10.0.0.1").tcp(1, 80)))
                    .isPassed();
        }

        @Test
        void packetsHaveAContext(@Load("fixtures/cases/contexts.bpf.o") BpfObject object) {
            assertThat(object.program("marks").run(UDP, Map.of("mark", 30, "cb", List.of(1, 12, 3, 4, 5))))
                    .isPassed()
                    .hasContext("mark", 42)
                    .hasContext("priority", 5);
            assertThatThrownBy(() -> object.program("marks").run(UDP, Map.of("hash", 1)))
                    .hasMessageContaining("EINVAL");
            assertThatThrownBy(() -> object.program("marks").run(UDP, Map.of("marc", 1)))
                    .hasMessageContaining("no context field marc, it has mark");
        }

        @Test
        void nothingHappensForTheSakeOfATest(@Load("fixtures/cases/contexts.bpf.o") BpfObject object) {
            assertThat(object.program("no_disks").call(Map.of("major", 8, "minor", 0)))
                    .returned(0);
        }

        @Test
        void theClockIsSimulated(Kernel kernel) {
            kernel.clock().advanceBy(1);
            assertThat(kernel.btf()).isNotNull();
        }
    }

    private static EngineExecutionResults run(String backend) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter("skep.backend", backend)
                .selectors(selectClass(Suite.class))
                .execute();
    }

    @Test
    void inASimulatedKernel() {
        run("simulated").testEvents().assertStatistics(stats -> stats.succeeded(TESTS));
    }

    @Test
    @Tag("host-kernel")
    void inThatOfTheMachine() {
        Optional<String> missing = HostKernel.missing();
        Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        EngineExecutionResults results = run("host");
        assertThat(results.allEvents().failed().stream()
                        .map(event -> event.getTestDescriptor().getDisplayName() + ": " + event.getPayload()))
                .isEmpty();
        results.testEvents()
                .assertStatistics(
                        stats -> stats.succeeded(TESTS - ONLY_SIMULATED).aborted(ONLY_SIMULATED));
        // Nothing differs: an entry would say so.
        assertThat(results.testEvents().reportingEntryPublished().stream()
                        .map(event -> event.getTestDescriptor().getDisplayName() + ": " + event.getPayload()))
                .isEmpty();
    }
}
