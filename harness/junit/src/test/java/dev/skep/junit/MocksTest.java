package dev.skep.junit;

import static dev.skep.assertions.SkepAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.testing.BpfObject;
import dev.skep.testing.HelperCall;
import dev.skep.testing.HelperMock;
import dev.skep.testing.UnknownNameException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What stands in for the kernel when a test asks for it; compiled code must notice that it came. */
@Skep
@Tag("engine")
class MocksTest {
    private static final byte[] SYN = Frames.tcpSyn("10.0.0.9", "10.0.0.1", 80);

    @Load("fixtures/programs/firewall.bpf.o")
    @SuppressWarnings("NullAway.Init")
    private BpfObject firewall;

    @Load(value = "fixtures/tools/exec_snoop.bpf.o", attach = Load.Attach.BY_SECTION)
    @SuppressWarnings("NullAway.Init")
    private BpfObject tool;

    @Test
    void callsAreRecorded() {
        HelperMock lookups = firewall.mocks().helper("bpf_map_lookup_elem");
        firewall.program("xdp_firewall").run(SYN);
        assertThat(lookups.calls())
                .extracting(HelperCall::map)
                .containsExactly("blocked", "networks", "flows", "verdicts");
        assertThat(lookups.calls().getFirst().result()).isZero();
        assertThat(firewall.mocks())
                .recordedCallOf("bpf_map_update_elem")
                .recordedNoFailure()
                .recordedNoLeak();
        assertThat(firewall.map("flows")).hasSize(1);
    }

    @Test
    void updatesOfOneMapFail() {
        firewall.mocks().mapUpdatesFail(firewall.map("flows"), Errno.ENOMEM);
        assertThat(firewall.program("xdp_firewall").run(SYN)).isPassed();
        assertThat(firewall.map("flows")).isEmpty();
        assertThat(firewall.mocks().failedCalls()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("bpf_map_update_elem");
            assertThat(call.result()).isEqualTo(-12);
            assertThat(call.toString()).endsWith("on map flows = -ENOMEM");
        });
    }

    @Test
    void answersComeAndGo() {
        firewall.program("xdp_firewall").run(SYN);
        HelperMock lookups = firewall.mocks()
                .helper("bpf_map_lookup_*")
                .on(firewall.map("verdicts"))
                .returns(0);
        firewall.program("xdp_firewall").run(SYN);
        assertThat(firewall.map("verdicts")).hasSum(0, 1);
        lookups.callsThrough();
        firewall.program("xdp_firewall").run(SYN);
        assertThat(firewall.map("verdicts")).hasSum(0, 2);
    }

    @Test
    void onlyOneCallIsAnswered() {
        firewall.mocks()
                .helper("bpf_map_lookup_elem")
                .on(firewall.map("verdicts"))
                .onCall(2)
                .returns(0);
        for (int i = 0; i < 3; i++) {
            firewall.program("xdp_firewall").run(SYN);
        }
        assertThat(firewall.map("verdicts")).hasSum(0, 2);
    }

    @Test
    void probeReadsFaultAndLeaveZeros(Kernel kernel) {
        tool.mocks().probeReadsFault();
        kernel.tracepoint("sched/sched_process_exec").fire(Map.of("pid", 42, "filename", "/bin/ls"));
        assertThat(tool.map("events").records())
                .singleElement()
                .satisfies(event -> assertThat(event.toString())
                        .contains("pid=42")
                        .contains("filename=}")
                        .doesNotContain("/bin/ls"));
    }

    @Test
    void hotCodeNoticesThatSomebodyAnswers() {
        for (int i = 0; i < 20_000; i++) {
            firewall.program("xdp_firewall").run(SYN);
        }
        firewall.mocks()
                .helper("bpf_map_lookup_elem")
                .on(firewall.map("verdicts"))
                .returns(0);
        for (int i = 0; i < 10; i++) {
            firewall.program("xdp_firewall").run(SYN);
        }
        assertThat(firewall.map("verdicts")).hasSum(0, 20_000);
    }

    @Test
    void unknownNamesGetTheNearest() {
        assertThatExceptionOfType(UnknownNameException.class)
                .isThrownBy(() -> firewall.mocks().helper("bpf_map_lookup"))
                .withMessage(
                        "firewall.bpf.o: no call of bpf_map_lookup, it has bpf_map_lookup_elem, bpf_map_update_elem");
    }

    @Test
    void whatWasNotRecordedIsNotAsserted() {
        firewall.program("xdp_firewall").run(SYN);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(firewall.mocks()).recordedNoFailure())
                .withMessageContaining("recording began after 1 runs");
    }

    @Skep
    static class EverySingleFailure {
        static final List<String> NAMES = new java.util.concurrent.CopyOnWriteArrayList<>();

        @Load("fixtures/programs/firewall.bpf.o")
        @SuppressWarnings("NullAway.Init")
        private BpfObject firewall;

        @FaultInjection
        void lets(org.junit.jupiter.api.TestInfo info) {
            NAMES.add(info.getDisplayName());
            assertThat(firewall.program("xdp_firewall").run(SYN)).isPassed();
        }
    }

    /** Four lookups and an update; a lookup that fails as "not found" lets the packet pass, whichever it is. */
    @Test
    void aTestRunsOnceForEverySingleFailure() {
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(EverySingleFailure.class))
                .execute();
        results.testEvents().assertStatistics(stats -> stats.succeeded(6));
        assertThat(EverySingleFailure.NAMES)
                .startsWith("no failure", "failure 1 of 5")
                .endsWith("failure 5 of 5");
    }
}
