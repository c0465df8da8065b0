package dev.skep.helper.xdp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.fixtures.Fixtures;
import dev.skep.fixtures.Json;
import dev.skep.helper.PacketMachine;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Helpers on frames, held against the recorded answers of a 6.18 kernel. */
class XdpHelpersTest {
    private static final int REDIRECT_MAP = 51;
    private static final int ADJUST_TAIL = 65;
    private static final int GET_BUFF_LEN = 188;
    private static final int LOAD_BYTES = 189;
    private static final int STORE_BYTES = 190;
    private static final Map<String, Integer> ADJUST = Map.of("head", 44, "tail", 65, "meta", 54);

    private final PacketMachine machine = new PacketMachine("xdp");

    @Test
    void endsOfFramesMoveAsInTheKernel() {
        List<Json> rows = Fixtures.probeRows("xdp_adjust");
        assertThat(rows.size()).isGreaterThan(1200);
        for (Json row : rows) {
            byte[] frame = walk((int) row.number("frame"));
            machine.check(row, frame, machine.run(frame, steps -> {
                for (Json adjust : row.get("adjust").items()) {
                    int helper = Objects.requireNonNull(
                            ADJUST.get(adjust.items().getFirst().text()));
                    steps.call(helper, adjust.items().getLast().number());
                }
                steps.linear().call(GET_BUFF_LEN);
            }));
        }
    }

    @Test
    void bytesAreCopiedAcrossFragmentsAsInTheKernel() {
        List<Json> rows = Fixtures.probeRows("xdp_bytes");
        assertThat(rows.size()).isGreaterThan(30);
        for (Json row : rows) {
            byte[] frame = walk((int) row.number("frame"));
            machine.check(row, frame, machine.run(frame, steps -> {
                long buffer = steps.buffer(512);
                int helper = row.text("do").equals("load") ? LOAD_BYTES : STORE_BYTES;
                steps.call(helper, row.number("offset"), buffer, row.number("length"))
                        .keep(steps.kernel().memory().readLong(buffer));
            }));
        }
    }

    @Test
    void bytesArePulledOutOfFragmentsAsInTheKernel() {
        List<Json> rows = Fixtures.probeRows("xdp_pull");
        assertThat(rows.size()).isGreaterThan(300);
        for (Json row : rows) {
            byte[] frame = walk((int) row.number("frame"));
            machine.check(row, frame, machine.run(frame, steps -> {
                if (row.has("first")) {
                    List<Json> first = row.get("first").items();
                    steps.call((int) first.getFirst().number(), first.getLast().number());
                }
                List<Long> lengths = row.numbers("pull");
                for (int i = 0; i < lengths.size(); i++) {
                    if (i > 0 && lengths.get(i) < 100) {
                        steps.call(ADJUST_TAIL, lengths.get(i));
                    } else {
                        long result = steps.kfuncValue("bpf_xdp_pull_data", steps.context(), lengths.get(i));
                        // an int: what stands in the upper half of r0 is nobody's business
                        steps.keep(Integer.toUnsignedLong((int) result))
                                .linear()
                                .call(GET_BUFF_LEN);
                    }
                }
            }));
        }
    }

    @Test
    void redirectsReturnWhatTheyReturnInTheKernel() {
        int seen = 0;
        Map<String, BpfMap> maps = new HashMap<>();
        for (Json row : Fixtures.probeRows("redirects")) {
            if (!row.text("type").equals("xdp")) {
                continue;
            }
            seen++;
            machine.run(walk(60), steps -> {
                if (row.has("map")) {
                    BpfMap map = maps.computeIfAbsent(row.text("map"), this::targets);
                    steps.keep(steps.value(REDIRECT_MAP, map, 0, row.number("key"), row.number("flags")));
                } else {
                    steps.keep(steps.value(23, null, row.number("ifindex"), row.number("flags")));
                }
            });
            assertThat(machine.returns()).as("%s", row).containsExactly(row.number("returns"));
        }
        assertThat(seen).isGreaterThan(200);
    }

    /** A map of two entries of which 1 is filled, but not in an XSKMAP. */
    private BpfMap targets(String type) {
        MapType mapType = MapType.valueOf(type.toUpperCase(Locale.ROOT));
        BpfMap map = machine.kernel().maps().create(MapSpec.of(type, mapType, 4, 4, 2));
        if (mapType != MapType.XSKMAP) {
            map.syscall().update(number(1), number(mapType == MapType.CPUMAP ? 64 : 1), 0);
        }
        return map;
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private static byte[] walk(int size) {
        byte[] frame = new byte[size];
        for (int i = 0; i < size; i++) {
            frame[i] = (byte) (i * 7 + i / 251);
        }
        return frame;
    }
}
