package dev.skep.kfunc.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.fixtures.Fixtures;
import dev.skep.fixtures.Json;
import dev.skep.helper.PacketMachine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Connection tracking and IPsec where there is neither, held against the recorded answers of a 6.18 kernel. */
class TrackedStatesTest {
    private final Map<String, PacketMachine> machines = new HashMap<>();

    @Test
    void lookupsAreRefusedForTheKernelsReasons() {
        List<Json> rows = Fixtures.probeRows("tracked_states");
        assertThat(rows.size()).isGreaterThan(150);
        for (Json row : rows) {
            PacketMachine machine = machines.computeIfAbsent(row.text("type"), PacketMachine::new);
            machine.run(new byte[60], steps -> {
                byte[] given = row.bytes("opts");
                long options = steps.bytes(given);
                boolean tracking = row.text("kfunc").equals("ct_lookup");
                if (tracking) {
                    String kfunc = row.text("type").equals("xdp") ? "bpf_xdp_ct_lookup" : "bpf_skb_ct_lookup";
                    steps.kfunc(
                            kfunc,
                            steps.context(),
                            steps.buffer(40),
                            row.number("tupleSize"),
                            options,
                            row.number("size"));
                } else {
                    steps.kfunc("bpf_xdp_get_xfrm_state", steps.context(), options, row.number("size"));
                }
                steps.keep(steps.kernel().memory().readLong(options));
                if (tracking) {
                    steps.keep(steps.kernel().memory().readLong(options + 8));
                }
            });
            assertThat(machine.returns()).as("%s", row).isEqualTo(row.numbers("returns"));
        }
    }
}
