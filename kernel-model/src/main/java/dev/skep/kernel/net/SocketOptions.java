package dev.skep.kernel.net;

import dev.skep.kernel.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * The options of a socket that programs may read and set. They are kept and read again as the kernel would, and those
 * that stand in {@code struct sock} or {@code bpf_sock} as well are written there; what a socket does with them nobody
 * does here. Counterparts: {@code sol_socket_sockopt}, {@code sol_tcp_sockopt}, {@code sol_ip_sockopt},
 * {@code sol_ipv6_sockopt}.
 */
public final class SocketOptions {
    private static final int SOCKET = 1;
    private static final int IP = 0;
    private static final int TCP = 6;
    private static final int IPV6 = 41;

    private static final int TCP_CONGESTION = 13;
    private static final int SO_BINDTODEVICE = 25;
    private static final int TCP_CALLBACKS = 1008;
    private static final int NAME_BYTES = 16;

    /** {@code BPF_SOCK_OPS_ALL_CB_FLAGS}. */
    private static final int ALL_CALLBACKS = 0x7f;

    private static final int WMEM_MAX = 212_992;
    private static final int MIN_SNDBUF = 4608;
    private static final int MIN_RCVBUF = 2304;

    private static final Map<Place, Rule> RULES = rules();

    private final OpenSocket socket;
    private final Network net;
    private final Map<Place, Integer> values = new HashMap<>();
    private String congestion = "cubic";

    private record Place(int level, int name) {}

    /**
     * What the kernel does with a number.
     *
     * @param initial what a TCP socket has that nobody changed
     * @param allowed the others are {@code EINVAL}
     * @param kept what is read again
     * @param readable whether it is
     */
    private record Rule(int initial, IntPredicate allowed, IntUnaryOperator kept, boolean readable) {}

    SocketOptions(OpenSocket socket, Network net) {
        this.socket = socket;
        this.net = net;
    }

    private static Map<Place, Rule> rules() {
        Map<Place, Rule> rules = new HashMap<>();
        IntUnaryOperator same = value -> value;
        IntUnaryOperator truth = value -> value == 0 ? 0 : 1;
        put(rules, SOCKET, 2, 0, SocketOptions::any, truth); // SO_REUSEADDR
        put(
                rules,
                SOCKET,
                7,
                16384,
                SocketOptions::any,
                value -> Math.max(Math.min(value, WMEM_MAX) * 2, MIN_SNDBUF)); // SO_SNDBUF
        put(
                rules,
                SOCKET,
                8,
                131_072,
                SocketOptions::any,
                value -> Math.max(Math.min(value, WMEM_MAX) * 2, MIN_RCVBUF)); // SO_RCVBUF
        put(rules, SOCKET, 9, 0, SocketOptions::any, truth); // SO_KEEPALIVE
        put(rules, SOCKET, 12, 0, SocketOptions::any, same); // SO_PRIORITY
        put(rules, SOCKET, 15, 0, SocketOptions::any, truth); // SO_REUSEPORT
        put(
                rules,
                SOCKET,
                18,
                1,
                SocketOptions::any,
                value -> value < 0 ? Integer.MAX_VALUE : Math.max(1, value)); // SO_RCVLOWAT
        put(rules, SOCKET, 36, 0, SocketOptions::any, same); // SO_MARK
        put(rules, SOCKET, 47, -1, SocketOptions::any, same); // SO_MAX_PACING_RATE
        put(rules, SOCKET, 62, 0, between(0, Integer.MAX_VALUE), same); // SO_BINDTOIFINDEX
        put(rules, SOCKET, 74, 1, between(-1, 1), value -> value < 0 ? 1 : value); // SO_TXREHASH
        put(rules, TCP, 1, 0, SocketOptions::any, truth); // TCP_NODELAY
        put(rules, TCP, 2, 536, value -> value == 0 || value >= 88 && value <= 32767, same); // TCP_MAXSEG
        put(rules, TCP, 4, 7200, between(1, 32767), same); // TCP_KEEPIDLE
        put(rules, TCP, 5, 75, between(1, 32767), same); // TCP_KEEPINTVL
        put(rules, TCP, 6, 9, between(1, 127), same); // TCP_KEEPCNT
        put(rules, TCP, 7, 6, between(1, 127), same); // TCP_SYNCNT
        put(rules, TCP, 10, 0, SocketOptions::any, same); // TCP_WINDOW_CLAMP
        put(rules, TCP, 16, 0, between(0, 1), same); // TCP_THIN_LINEAR_TIMEOUTS
        put(rules, TCP, 18, 0, between(0, Integer.MAX_VALUE), same); // TCP_USER_TIMEOUT
        put(rules, TCP, 25, 0, SocketOptions::any, same); // TCP_NOTSENT_LOWAT
        put(rules, TCP, 27, 0, between(0, 2), same); // TCP_SAVE_SYN
        put(rules, TCP, TCP_CALLBACKS, 0, value -> (value & ~ALL_CALLBACKS) == 0, same);
        // TCP_BPF_IW, TCP_BPF_SNDCWND_CLAMP, TCP_BPF_DELACK_MAX, TCP_BPF_RTO_MIN: nobody reads them again.
        for (int name = 1001; name <= 1002; name++) {
            rules.put(new Place(TCP, name), new Rule(0, between(1, Integer.MAX_VALUE), same, false));
        }
        for (int name = 1003; name <= 1004; name++) {
            rules.put(new Place(TCP, name), new Rule(0, between(4_001, 200_000), same, false));
        }
        put(rules, IP, 1, 0, SocketOptions::any, value -> value & 0xff); // IP_TOS
        put(rules, IPV6, 67, 0, between(-1, 255), value -> Math.max(0, value)); // IPV6_TCLASS
        put(rules, IPV6, 70, 1, SocketOptions::any, truth); // IPV6_AUTOFLOWLABEL
        return Map.copyOf(rules);
    }

    private static void put(
            Map<Place, Rule> rules, int level, int name, int initial, IntPredicate allowed, IntUnaryOperator kept) {
        rules.put(new Place(level, name), new Rule(initial, allowed, kept, true));
    }

    private static boolean any(int value) {
        return true;
    }

    private static IntPredicate between(int least, int most) {
        return value -> value >= least && value <= most;
    }

    private boolean speaks(int level) {
        return switch (level) {
            case SOCKET, IP -> true;
            case IPV6 -> socket.family() == Sock.IPV6;
            case TCP -> socket.spec().protocol() == SocketSpec.Protocol.TCP;
            default -> false;
        };
    }

    /**
     * Sets an option. {@code __bpf_setsockopt}.
     *
     * @return 0, or a negative errno
     */
    public int set(int level, int name, byte[] bytes) {
        if (!speaks(level)) {
            return Errno.EINVAL.result();
        }
        if (level == TCP && name == TCP_CONGESTION) {
            return control(bytes);
        }
        if (level == SOCKET && name == SO_BINDTODEVICE) {
            return bind(bytes);
        }
        Rule rule = RULES.get(new Place(level, name));
        if (rule == null || bytes.length != Integer.BYTES) {
            return Errno.EINVAL.result();
        }
        int value = number(bytes);
        if (!rule.allowed.test(value)) {
            return Errno.EINVAL.result();
        }
        values.put(new Place(level, name), rule.kept.applyAsInt(value));
        socket.changed(level, name, rule.kept.applyAsInt(value));
        return 0;
    }

    private int control(byte[] bytes) {
        if (bytes.length < 2) {
            return Errno.EINVAL.result();
        }
        String name = text(Arrays.copyOf(bytes, Math.min(bytes.length, NAME_BYTES - 1)));
        if (!net.congestionControls().contains(name)) {
            return Errno.ENOENT.result();
        }
        congestion = name;
        return 0;
    }

    /** To a device by its name; the only one of the machine that has one is the loopback device. */
    private int bind(byte[] bytes) {
        String device = text(Arrays.copyOf(bytes, Math.min(bytes.length, NAME_BYTES - 1)));
        if (!device.isEmpty() && !device.equals("lo")) {
            return Errno.ENODEV.result();
        }
        values.put(new Place(SOCKET, 62), device.isEmpty() ? 0 : 1);
        return 0;
    }

    private static String text(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }

    private static int number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    /**
     * Reads an option. {@code __bpf_getsockopt}.
     *
     * @param target gets the value, and zeros behind it; only zeros where there is an error
     * @return 0, or a negative errno
     */
    public int get(int level, int name, byte[] target) {
        Arrays.fill(target, (byte) 0);
        if (!speaks(level)) {
            return Errno.EINVAL.result();
        }
        if (level == TCP && name == TCP_CONGESTION && target.length >= 2) {
            byte[] text = congestion.getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(text, 0, target, 0, Math.min(text.length, Math.min(target.length, NAME_BYTES) - 1));
            return 0;
        }
        Rule rule = RULES.get(new Place(level, name));
        if (rule == null || !rule.readable || target.length != Integer.BYTES) {
            return Errno.EINVAL.result();
        }
        ByteBuffer.wrap(target)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(values.getOrDefault(new Place(level, name), rule.initial));
        return 0;
    }

    /** What the socket does about congestion. */
    public String congestion() {
        return congestion;
    }
}
