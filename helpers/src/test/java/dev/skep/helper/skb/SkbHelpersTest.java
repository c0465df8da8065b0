package dev.skep.helper.skb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.fixtures.Fixtures;
import dev.skep.fixtures.Json;
import dev.skep.helper.PacketMachine;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.net.TestRunRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Helpers on packets, held against the recorded answers of a 6.18 kernel. */
class SkbHelpersTest {
    private static final int LEN = 0;
    private static final int PKT_TYPE = 4;
    private static final int PROTOCOL = 16;
    private static final int VLAN_PRESENT = 20;
    private static final int VLAN_TCI = 24;
    private static final int VLAN_PROTO = 28;
    private static final int HASH = 68;
    private static final int GSO_SEGS = 164;
    private static final int GSO_SIZE = 176;

    private final PacketMachine tc = new PacketMachine("sched_cls");
    private final PacketMachine filter = new PacketMachine("socket_filter");

    @Test
    void bytesAreLoadedAndStoredAsInTheKernel() {
        Json probe = Fixtures.probe("skb_bytes");
        assertThat(probe.get("rows").items().size()).isGreaterThan(250);
        for (Json row : probe.get("rows").items()) {
            byte[] frame = probe.get("packets").bytes(row.text("packet"));
            PacketMachine machine = row.text("type").equals("sched_cls") ? tc : filter;
            machine.check(row, frame, machine.run(frame, steps -> copy(steps, row)));
        }
    }

    private static void copy(PacketMachine steps, Json row) {
        long buffer = steps.buffer(8);
        long offset = row.number("offset");
        long length = row.number("length");
        AddressSpace memory = steps.kernel().memory();
        switch (row.text("do")) {
            case "load" -> steps.call(26, offset, buffer, length).keep(memory.readLong(buffer));
            case "load_relative" ->
                steps.call(68, offset, buffer, length, row.number("start")).keep(memory.readLong(buffer));
            case "store" -> steps.call(9, offset, buffer, length, row.number("flags"));
            default -> throw new AssertionError(row);
        }
    }

    @Test
    void roomIsMadeAndTakenAsInTheKernel() {
        Json probe = Fixtures.probe("skb_adjust_room");
        assertThat(probe.get("rows").items().size()).isGreaterThan(3000);
        for (Json row : probe.get("rows").items()) {
            byte[] frame = probe.get("packets").bytes(row.text("packet"));
            tc.check(row, frame, tc.run(frame, steps -> {
                steps.call(50, row.number("len_diff"), row.number("mode"), row.number("flags"));
                if (row.numbers("returns").size() > 1) {
                    steps.field(LEN).field(PROTOCOL).linear();
                }
            }));
        }
    }

    @Test
    void segmentsChangeWithTheRoomAsInTheKernel() {
        Json probe = Fixtures.probe("skb_segmented");
        assertThat(probe.get("rows").items().size()).isGreaterThan(100);
        ByteBuffer context = ByteBuffer.allocate(192).order(ByteOrder.LITTLE_ENDIAN);
        context.putInt(160, 3000).putInt(GSO_SEGS, 3).putInt(GSO_SIZE, 1000);
        for (Json row : probe.get("rows").items()) {
            byte[] frame = probe.get("packets").bytes(row.text("packet"));
            TestRunRequest request = TestRunRequest.of(frame).withContext(context.array());
            tc.check(row, frame, tc.run(request, steps -> {
                if (row.has("change_proto")) {
                    steps.call(31, row.number("change_proto"), 0);
                } else if (row.has("change_tail")) {
                    steps.call(38, row.number("change_tail"), 0);
                } else {
                    steps.call(50, row.number("len_diff"), row.number("mode"), row.number("flags"));
                }
                steps.field(LEN).field(PROTOCOL).field(GSO_SEGS).field(GSO_SIZE);
            }));
        }
    }

    @Test
    void packetsChangeShapeAsInTheKernel() {
        Json probe = Fixtures.probe("skb_change");
        assertThat(probe.get("rows").items().size()).isGreaterThan(480);
        for (Json row : probe.get("rows").items()) {
            byte[] frame = probe.get("packets").bytes(row.text("packet"));
            tc.check(row, frame, tc.run(frame, change(row.text("helper"), row.numbers("arguments"))));
        }
    }

    private static Consumer<PacketMachine> change(String helper, List<Long> arguments) {
        return steps -> {
            switch (helper) {
                case "change_tail" ->
                    steps.call(38, arguments.get(0), 0).field(LEN).linear();
                case "change_head" ->
                    steps.call(43, arguments.get(0), 0).field(LEN).linear();
                case "pull_data" -> steps.call(39, arguments.get(0)).field(LEN).linear();
                case "change_proto" ->
                    steps.call(31, arguments.get(0), arguments.get(1))
                            .field(LEN)
                            .field(PROTOCOL)
                            .linear();
                case "change_type" -> steps.call(32, arguments.get(0)).field(PKT_TYPE);
                case "ecn_set_ce" -> steps.call(97);
                default -> vlan(steps, helper.split(", "), arguments);
            }
        };
    }

    private static void vlan(PacketMachine steps, String[] helpers, List<Long> arguments) {
        int used = 0;
        for (String helper : helpers) {
            if (helper.equals("vlan_push")) {
                steps.call(18, arguments.get(used), arguments.get(used + 1));
                used += 2;
            } else {
                assertThat(helper).isEqualTo("vlan_pop");
                steps.call(19);
            }
        }
        steps.field(VLAN_PRESENT)
                .field(VLAN_TCI)
                .field(VLAN_PROTO)
                .field(PROTOCOL)
                .field(LEN);
    }

    @Test
    void checksumsAreReplacedAsInTheKernel() {
        Json probe = Fixtures.probe("skb_checksums");
        assertThat(probe.get("rows").items().size()).isGreaterThan(800);
        for (Json row : probe.get("rows").items()) {
            byte[] frame = probe.get("packets").bytes(row.text("packet"));
            tc.check(row, frame, tc.run(frame, steps -> {
                switch (row.text("helper")) {
                    case "l3_csum_replace" -> replace(steps, 10, row);
                    case "l4_csum_replace" -> replace(steps, 11, row);
                    case "csum_level" -> steps.call(135, row.number("level")).call(135, 0);
                    case "csum_update" -> steps.call(40, row.number("value"));
                    default -> throw new AssertionError(row);
                }
            }));
        }
    }

    private static void replace(PacketMachine steps, int helper, Json row) {
        steps.call(helper, row.number("offset"), row.number("from"), row.number("to"), row.number("flags"));
    }

    @Test
    void differencesOfChecksumsAreThoseOfTheKernel() {
        List<Json> rows = Fixtures.probeRows("csum_diff");
        assertThat(rows.size()).isGreaterThan(350);
        for (Json row : rows) {
            byte[] from = row.bytes("from");
            byte[] to = row.bytes("to");
            tc.run(new byte[14], steps -> {
                AddressSpace memory = steps.kernel().memory();
                long fromAddress = steps.buffer(Math.max(1, from.length));
                long toAddress = steps.buffer(Math.max(1, to.length));
                memory.write(fromAddress, from);
                memory.write(toAddress, to);
                steps.keep(steps.value(28, null, fromAddress, from.length, toAddress, to.length, row.number("seed")));
            });
            assertThat(tc.returns()).as("%s", row).containsExactly(row.number("returns"));
        }
    }

    @Test
    void packetsOfOneFlowHaveOneHash() {
        Map<String, List<byte[]>> captures = new HashMap<>();
        Map<String, Long> hashes = new HashMap<>();
        Map<Long, String> flows = new HashMap<>();
        List<Json> rows = Fixtures.probeRows("flow_hash");
        assertThat(rows.size()).isGreaterThan(190);
        for (Json row : rows) {
            byte[] frame = captures.computeIfAbsent(row.text("capture"), Fixtures::frames)
                    .get((int) row.number("frame") - 1);
            if (row.has("errno")) {
                continue;
            }
            tc.run(frame, steps -> steps.call(34).field(HASH));
            assertThat(tc.returns().getFirst())
                    .isNotZero()
                    .isEqualTo(tc.returns().getLast());
            String first = row.text("capture") + row.number("like");
            hashes.put(row.text("capture") + row.number("frame"), tc.returns().getFirst());
            assertThat(tc.returns().getFirst()).as("%s", row).isEqualTo(Objects.requireNonNull(hashes.get(first)));
            String owner = flows.putIfAbsent(tc.returns().getFirst(), first);
            boolean sameCapture = owner != null && owner.startsWith(row.text("capture"));
            assertThat(!sameCapture || Objects.equals(owner, first))
                    .as("%s", row)
                    .isTrue();
        }
    }

    @Test
    void redirectsReturnWhatTheyReturnInTheKernel() {
        byte[] frame = Fixtures.probe("skb_bytes").get("packets").bytes("tcp4");
        int seen = 0;
        for (Json row : Fixtures.probeRows("redirects")) {
            if (!row.text("type").equals("sched_cls")) {
                continue;
            }
            seen++;
            tc.run(frame, steps -> {
                long ifindex = row.number("ifindex");
                long flags = row.number("flags");
                switch (row.text("helper")) {
                    case "redirect" -> steps.keep(steps.value(23, null, ifindex, flags));
                    case "redirect_peer" -> steps.keep(steps.value(155, null, ifindex, flags));
                    case "redirect_neigh" -> steps.keep(steps.value(152, null, ifindex, 0, 0, flags));
                    case "clone_redirect" -> steps.call(13, ifindex, flags);
                    default -> throw new AssertionError(row);
                }
            });
            List<Long> expected = row.get("returns").value() instanceof List
                    ? row.numbers("returns")
                    : List.of(row.number("returns"));
            assertThat(tc.returns()).as("%s", row).isEqualTo(expected);
        }
        assertThat(seen).isGreaterThan(50);
    }
}
