package dev.skep.junit;

import static dev.skep.assertions.SkepAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.language.Mode;
import dev.skep.testing.BpfObject;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The suite runs on both engines: what claims to be compiled is, and gives the same answers however often it runs. */
@Skep
class ModeTest {
    private static final byte[] SYN = Frames.tcpSyn("10.0.0.9", "10.0.0.1", 80);

    @Test
    void theEngineIsTheOneThatTheBuildMeans() {
        String meant = System.getProperty("skep.mode", "interpreted").toUpperCase(Locale.ROOT);
        assertThat(Mode.current()).isEqualTo(Mode.valueOf(meant));
    }

    /** Often enough to be compiled, on the way and afterwards. */
    @Test
    void aHotProgramCountsRight(@Load("fixtures/programs/firewall.bpf.o") BpfObject firewall) {
        int times = 20_000;
        for (int i = 0; i < times; i++) {
            assertThat(firewall.program("xdp_firewall").run(SYN)).isPassed();
        }
        assertThat(firewall.map("verdicts")).hasSum(0, times);
        assertThat(firewall.lastRuns().get("xdp_firewall"))
                .satisfies(run -> assertThat(run.registers()).startsWith(2L));
    }
}
