package example;

import static dev.skep.assertions.SkepAssertions.assertThat;
import static dev.skep.packet.layer.Addresses.ipv4;
import static dev.skep.packet.layer.Packet.packet;

import dev.skep.junit.Load;
import dev.skep.junit.Rejects;
import dev.skep.junit.Replay;
import dev.skep.junit.Skep;
import dev.skep.packet.Frame;
import dev.skep.packet.layer.Packet;
import dev.skep.testing.BpfObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** An XDP firewall: what it drops, what it counts, what it tells. */
@Skep
class FirewallTest {
    private static final Packet FROM_OUTSIDE =
            packet().ipv4("10.0.0.9", "10.0.0.1").tcp(1234, 80);

    @Load("firewall.bpf.o")
    private BpfObject firewall;

    /** {@code struct dropped} of the source. */
    record Dropped(long source, int length) {}

    @Test
    void letsEverybodyPassAtFirst() {
        assertThat(firewall.program("xdp_firewall").run(FROM_OUTSIDE))
                .isPassed()
                .isUnchanged();
        assertThat(firewall.map("drops")).hasEntry(0, 0);
    }

    @Test
    void dropsBlockedSources() {
        firewall.map("blocked").put(ipv4("10.0.0.9"), 1);

        assertThat(firewall.program("xdp_firewall").run(FROM_OUTSIDE)).isDropped();
        assertThat(firewall.map("drops")).hasEntry(0, 1);
    }

    @Test
    void tellsUserSpaceAboutEachDrop() {
        firewall.map("blocked").put(ipv4("10.0.0.9"), 1);

        firewall.program("xdp_firewall").run(FROM_OUTSIDE);
        firewall.program("xdp_firewall").run(FROM_OUTSIDE);

        assertThat(firewall.map("events"))
                .records(Dropped.class)
                .extracting(Dropped::length)
                .containsExactly(54, 54);
    }

    @ParameterizedTest
    @Replay("traffic.pcap")
    void letsTrafficPassThatItDoesNotKnow(Frame frame) {
        assertThat(firewall.program("xdp_firewall").run(frame)).isPassed();
    }

    @Test
    @Rejects(object = "broken.bpf.o", program = "xdp_unchecked", message = "invalid access to packet")
    void theVerifierRefusesUncheckedAccess() {}
}
