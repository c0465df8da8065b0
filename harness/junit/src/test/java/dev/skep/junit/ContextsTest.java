package dev.skep.junit;

import static dev.skep.assertions.SkepAssertions.assertThat;
import static dev.skep.packet.layer.Addresses.ipv4;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.testing.BpfObject;
import dev.skep.testing.CallResult;
import dev.skep.testing.UnknownNameException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Programs that take no packet run on contexts by name. What they make of them is arithmetic. */
@Skep
class ContextsTest {
    private static final long PORT_80 = 0x5000;
    private static final long PORT_8080 = 0x901f;
    /** {@code BPF_SOCK_OPS_RWND_INIT}. */
    private static final int RWND_INIT = 2;

    @Load("fixtures/cases/contexts.bpf.o")
    @SuppressWarnings("NullAway.Init")
    private BpfObject object;

    /** {@code struct request}. */
    record Request(int number, int[] ports, long answer) {}

    @Test
    void aSyscallProgramHasTheStructOfItsParameter() {
        assertThat(object.program("multiply").call(Map.of("number", 6, "ports", List.of(7, 1))))
                .returned(7)
                .hasField("answer", 43);
        assertThat(object.program("multiply").call(new Request(2, new int[] {5, 0}, 0)))
                .hasField("answer", 10);
        assertThat(object.program("multiply").call(Map.of())).returned(-22);
    }

    @Test
    void programsOfControlGroupsHaveTheFieldsOfTheirStruct() {
        CallResult led = object.program("to_the_proxy")
                .call(Map.of("user_ip4", ipv4("192.0.2.7"), "user_port", PORT_80, "user_ip6", List.of(1, 2, 3, 4)));
        assertThat(led).returned(1).hasField("user_port", PORT_8080).hasField("user_ip4", 0x0100000aL);
        assertThat(object.program("to_the_proxy").call(Map.of("user_port", 0x1600)))
                .hasField("user_port", 0x1600);
        assertThat(object.program("no_disks").call(Map.of("major", 8, "minor", 0)))
                .returned(0);
        assertThat(object.program("no_disks").call(Map.of("major", 8, "minor", 1)))
                .returned(1);
    }

    @Test
    void socketOperationsAnswer() {
        assertThat(object.program("counts_operations").call(Map.of("op", RWND_INIT)))
                .returned(1)
                .hasField("reply", 40);
        assertThat(object.map("seen")).hasEntry(RWND_INIT, 1);
    }

    @Test
    void tracepointsHaveTheFieldsOfTheirRecords() {
        assertThat(object.program("counts_execs").call(Map.of("pid", 42, "filename", "/bin/ls")))
                .returned(0);
        assertThat(object.program("counts_calls").call(Map.of("id", 59))).returned(3);
        assertThat(object.map("seen")).hasEntry(42, 1).hasEntry(59, 1);
    }

    @Test
    void whatDoesNotFitIsNamed() {
        assertThatThrownBy(() -> object.program("to_the_proxy").call(Map.of("user_prot", 1)))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageContaining("no context field user_prot, it has user_port");
        assertThatThrownBy(() -> object.program("to_the_proxy").call(Map.of("user_port", 1L << 33)))
                .hasMessageContaining("user_port of its context: 8589934592 does not fit into 4 bytes");
        assertThatThrownBy(() -> object.program("to_the_proxy").call(Map.of("user_ip6", List.of(1))))
                .hasMessageContaining("4 bytes, expected 16");
        assertThatThrownBy(() -> object.program("to_the_proxy").call(Map.of("user_port", "http")))
                .hasMessageContaining("expected a number");
        assertThatThrownBy(() -> object.program("multiply").call(Map.of("nummer", 1)))
                .hasMessageContaining("nummer");
        assertThatThrownBy(() -> object.program("counts_execs").call(Map.of("pit", 1)))
                .hasMessageContaining("no field pit");
    }
}
