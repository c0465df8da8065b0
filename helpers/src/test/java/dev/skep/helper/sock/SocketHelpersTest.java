package dev.skep.helper.sock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.fixtures.Fixtures;
import dev.skep.fixtures.Json;
import dev.skep.helper.PacketMachine;
import dev.skep.kernel.memory.AddressSpace;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Helpers on sockets and SYN cookies, held against the recorded answers of a 6.18 kernel. */
class SocketHelpersTest {
    private static final int SK = 168;
    private static final int FULLSOCK = 95;
    private static final int SK_ASSIGN = 124;
    private static final int SK_RELEASE = 86;
    private static final Map<String, Integer> CASTS = Map.of(
            "fullsock",
            FULLSOCK,
            "tcp_sock",
            96,
            "listener",
            98,
            "tcp6",
            136,
            "tcp",
            137,
            "timewait",
            138,
            "request",
            139,
            "udp6",
            140,
            "unix",
            178,
            "mptcp",
            196);
    private static final Map<String, Integer> COOKIES = Map.of("check_syncookie", 100, "gen_syncookie", 110);
    private static final Map<String, Integer> LOOKUPS = Map.of("sk_tcp", 84, "sk_udp", 85, "skc_tcp", 99);

    /** Frames of edge.pcap by the names that the recorder gives them. */
    private static final Map<String, Integer> FRAMES = Map.of("tcp4", 31, "tcp6", 58, "udp4", 42, "arp", 8);

    private final Map<String, PacketMachine> machines = new HashMap<>();

    private PacketMachine machine(Json row) {
        return machines.computeIfAbsent(row.text("type"), PacketMachine::new);
    }

    private static byte[] frame(String name) {
        return Fixtures.frames("edge.pcap").get(Objects.requireNonNull(FRAMES.get(name)));
    }

    @Test
    void theSocketOfAPacketIsTheKernels() {
        List<Json> rows = Fixtures.probeRows("sockets");
        assertThat(rows).hasSize(12);
        for (Json row : rows) {
            PacketMachine machine = machine(row);
            machine.run(frame(row.text("frame")), steps -> {
                for (Json question : row.get("asked").items()) {
                    steps.keep(answer(steps, question.text()));
                }
            });
            assertThat(machine.returns()).as("%s", row).isEqualTo(row.numbers("returns"));
        }
    }

    private static long answer(PacketMachine steps, String question) {
        String[] words = question.split(" ", 2);
        Integer cast = CASTS.get(question);
        if (cast != null) {
            return steps.value(cast, null, steps.read(SK, 8)) == 0 ? 0 : 1;
        }
        Integer cookie = COOKIES.get(words[0]);
        if (cookie != null) {
            long header = steps.buffer(60);
            return steps.value(cookie, null, fullSocket(steps), header, 20, header + 20, Long.parseLong(words[1]));
        }
        return switch (words[0]) {
            case "socket_uid" -> steps.value(47, null, steps.context());
            case "netns_cookie" -> steps.value(122, null, 0);
            case "cookies" -> isEqualTwice(steps) ? 1 : 0;
            case "cookie" -> socketCookie(steps) == 0 ? 0 : 1;
            case "assign" ->
                steps.value(SK_ASSIGN, null, steps.context(), fullSocket(steps), Long.parseUnsignedLong(words[1]));
            default -> throw new IllegalStateException(question);
        };
    }

    private static boolean isEqualTwice(PacketMachine steps) {
        long first = socketCookie(steps);
        return socketCookie(steps) == first;
    }

    private static long socketCookie(PacketMachine steps) {
        return steps.value(46, null, steps.context());
    }

    private static long fullSocket(PacketMachine steps) {
        return steps.value(FULLSOCK, null, steps.read(SK, 8));
    }

    @Test
    void lookupsFindWhatTheKernelFinds() {
        List<Json> rows = Fixtures.probeRows("socket_lookups");
        assertThat(rows.size()).isGreaterThan(280);
        for (Json row : rows) {
            PacketMachine machine = machine(row);
            machine.run(frame("tcp4"), steps -> {
                byte[] tuple = row.bytes("tuple");
                long found = steps.value(
                        Objects.requireNonNull(LOOKUPS.get(row.text("lookup"))),
                        null,
                        steps.context(),
                        steps.bytes(tuple),
                        tuple.length,
                        row.number("netns"),
                        row.number("flags"));
                if (found != 0) {
                    steps.value(SK_RELEASE, null, found);
                }
                steps.keep(found == 0 ? 0 : 1);
            });
            assertThat(machine.returns()).as("%s", row).isEqualTo(row.numbers("returns"));
        }
    }

    @Test
    void synCookiesCarryTheSegmentSizeAndAreKnownAgain() {
        List<Json> rows = Fixtures.probeRows("syncookies");
        assertThat(rows.size()).isGreaterThan(140);
        for (Json row : rows) {
            PacketMachine machine = machine(row);
            machine.run(frame("tcp4"), steps -> synCookie(steps, row));
            assertThat(machine.returns()).as("%s", row).isEqualTo(row.numbers("returns"));
        }
    }

    private static void synCookie(PacketMachine steps, Json row) {
        boolean second = row.number("version") == 6;
        long ip = steps.bytes(row.bytes("ip"));
        long tcp = steps.bytes(Arrays.copyOf(row.bytes("tcp"), 40));
        long made = steps.value(second ? 205 : 204, null, ip, tcp, row.number("size"));
        steps.keep(made >> 32);
        AddressSpace memory = steps.kernel().memory();
        memory.writeInt(tcp + 8, Integer.reverseBytes((int) made + 1));
        for (int sequence : new int[] {0x05030201, 0x06030201}) {
            memory.writeInt(tcp + 4, sequence);
            steps.keep(steps.value(second ? 207 : 206, null, ip, tcp));
        }
    }

    @Test
    void synCookiesGrowOldInTwoMinutes() {
        PacketMachine machine = new PacketMachine("xdp");
        byte[] frame = frame("tcp4");
        long[] made = new long[2];
        machine.run(frame, steps -> {
            long ip = steps.bytes(Arrays.copyOfRange(frame, 14, 34));
            byte[] header = HexFormat.of().parseHex("9c4001bb010203040a0b0c0d5002" + "03e800000000");
            long tcp = steps.bytes(header);
            made[0] = steps.value(204, null, ip, tcp, 20);
            steps.kernel().memory().writeInt(tcp + 4, 0x05030201);
            steps.kernel().memory().writeInt(tcp + 8, Integer.reverseBytes((int) made[0] + 1));
            steps.keep(steps.value(206, null, ip, tcp));
            steps.kernel().clock().advanceBy(60_000_000_000L);
            steps.keep(steps.value(206, null, ip, tcp));
            steps.kernel().clock().advanceBy(60_000_000_000L);
            steps.keep(steps.value(206, null, ip, tcp));
        });
        assertThat(machine.returns()).containsExactly(0L, 0L, -13L);
    }
}
