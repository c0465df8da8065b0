package dev.skep.kernel.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LpmTrieTest {

    @Test
    void prefixesAreFoundWalkedAndDeletedAsInTheKernel() {
        List<Json> rows = Probe.rows("lpm_trie");
        BpfMap map = Probe.kernel()
                .maps()
                .create(MapSpec.of("probe", MapType.LPM_TRIE, 8, 4, 64).withFlags(MapFlags.NO_PREALLOC));
        List<Json> steps = rows.get(0).get("steps").items();
        for (int i = 0; i < steps.size(); i++) {
            byte[] key = Probe.hex(steps.get(i).text("put"));
            byte[] value = Probe.u32(i);
            assertThat(Probe.errno(() -> map.syscall().update(key, value, UpdateFlags.ANY)))
                    .as(steps.get(i).toString())
                    .isEqualTo(steps.get(i).word("errno"));
        }
        assertThat(Probe.hexKeys(map)).isEqualTo(Probe.texts(rows.get(0).get("order")));
        for (Json lookup : rows.get(1).get("lookups").items()) {
            byte[] value = map.syscall().find(Probe.hex(lookup.text("key")));
            assertThat(value == null ? "2" : Probe.hex(value))
                    .as(lookup.toString())
                    .isEqualTo(lookup.get("found").toString());
        }
        for (Json step : rows.get(2).get("walk").items()) {
            byte[] next = map.syscall().nextKey(Probe.hex(step.text("key")));
            assertThat(next == null ? "2" : Probe.hex(next))
                    .as(step.toString())
                    .isEqualTo(step.get("next").toString());
        }
        for (Json deletion : rows.get(3).get("deletions").items()) {
            assertThat(Probe.errno(() -> map.syscall().delete(Probe.hex(deletion.text("key")))))
                    .as(deletion.toString())
                    .isEqualTo(deletion.word("errno"));
            assertThat(Probe.hexKeys(map)).as(deletion.toString()).isEqualTo(Probe.texts(deletion.get("order")));
        }
        assertThat(rows.get(1).get("lookups").items()).hasSizeGreaterThanOrEqualTo(48);
    }
}
