package dev.skep.kernel.net;

import dev.skep.kernel.memory.KernelStruct;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A socket that is there, in the kernel's memory: its {@code struct tcp_sock} or {@code udp_sock}, and the
 * {@code struct socket} of whoever has it open. Counterpart: {@code struct sock}.
 */
public final class OpenSocket {
    /** Options that the struct has as well: level and name, and the member. */
    private static final Map<List<Integer>, List<String>> MEMBERS = Map.of(
            List.of(1, 7), List.of("sk_sndbuf"),
            List.of(1, 8), List.of("sk_rcvbuf"),
            List.of(1, 12), List.of("sk_priority"),
            List.of(1, 18), List.of("sk_rcvlowat"),
            List.of(1, 36), List.of("sk_mark"),
            List.of(6, 1001), List.of("snd_cwnd"),
            List.of(6, 1002), List.of("snd_cwnd_clamp", "snd_ssthresh"),
            List.of(6, 1008), List.of("bpf_sock_ops_cb_flags"));

    private final SocketSpec spec;
    private final List<KernelStruct> structs;
    private final SocketOptions options;
    private final long address;
    private final KernelStruct file;
    private final long cookie;
    private final long viewAddress;

    /** @param structs the same bytes as the structs that it is at once: {@code sock}, {@code tcp_sock} */
    OpenSocket(
            SocketSpec spec,
            List<KernelStruct> structs,
            long address,
            long viewAddress,
            KernelStruct file,
            Network net) {
        this.spec = spec;
        this.structs = List.copyOf(structs);
        this.options = new SocketOptions(this, net);
        this.address = address;
        this.viewAddress = viewAddress;
        this.file = file;
        this.cookie = net.nextSocketCookie();
    }

    public SocketSpec spec() {
        return spec;
    }

    /** Its options. */
    public SocketOptions options() {
        return options;
    }

    /** An option has another value: its struct has it as well. */
    void changed(int level, int name, int value) {
        for (String member : MEMBERS.getOrDefault(List.of(level, name), List.of())) {
            structs.stream()
                    .filter(struct -> struct.has(member))
                    .findFirst()
                    .ifPresent(struct -> struct.put(member, value));
        }
    }

    /** Address of its {@code struct sock}, with which its {@code tcp_sock} or {@code udp_sock} begins. */
    public long address() {
        return address;
    }

    /** Address of its {@code struct bpf_sock}, as which programs of other kinds see it. */
    public long viewAddress() {
        return viewAddress;
    }

    /** Address of its {@code struct file}. */
    public long fileAddress() {
        return file.address();
    }

    /** Address of its {@code struct socket}. */
    public long socketAddress() {
        return file.get("private_data");
    }

    /** {@code AF_*}. */
    public int family() {
        return spec.isIpv6() ? Sock.IPV6 : Sock.IPV4;
    }

    /** {@code SOCK_*}. */
    public int type() {
        return spec.protocol().type();
    }

    /** {@code IPPROTO_*}. */
    public int protocol() {
        return spec.protocol().number();
    }

    /** {@code TCP_*}: how far the connection is. */
    public int state() {
        return spec.state();
    }

    /** A number of its own. */
    public long cookie() {
        return cookie;
    }

    /** {@code tcp 10.0.0.1:34567 - 10.0.0.2:443}. */
    @Override
    public String toString() {
        return spec.protocol().name().toLowerCase(Locale.ROOT) + " " + place(spec.local(), spec.localPort()) + " - "
                + place(spec.remote(), spec.remotePort());
    }

    private static String place(InetAddress address, int port) {
        String host = address.getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
