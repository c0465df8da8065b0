package example;

import static dev.skep.assertions.SkepAssertions.assertThat;
import static dev.skep.packet.layer.Packet.packet;

import dev.skep.junit.Load;
import dev.skep.junit.Skep;
import dev.skep.packet.layer.Packet;
import dev.skep.testing.BpfObject;
import org.junit.jupiter.api.Test;

/** A tc program that changes packets. */
@Skep
class HopTest {
    @Load("hop.bpf.o")
    private BpfObject router;

    private static Packet pingWithHopsLeft(int hops) {
        return packet().ipv4("10.0.0.9", "10.0.0.1", ip -> ip.ttl(hops)).icmpEcho(7, 1);
    }

    @Test
    void takesAHopAndCorrectsTheChecksum() {
        assertThat(router.program("tc_hop").run(pingWithHopsLeft(64)))
                .returned("TC_ACT_OK")
                .hasPacket(pingWithHopsLeft(63));
    }

    @Test
    void dropsWhatHasNoHopLeft() {
        assertThat(router.program("tc_hop").run(pingWithHopsLeft(1))).isDropped();
    }
}
