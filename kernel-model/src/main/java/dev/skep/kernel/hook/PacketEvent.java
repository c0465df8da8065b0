package dev.skep.kernel.hook;

import dev.skep.kernel.net.OpenSocket;
import dev.skep.kernel.net.SocketPacket;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.task.Task;
import java.util.Optional;

/**
 * A packet that a socket of a control group sends or receives ({@code cgroup_skb/egress}, {@code cgroup_skb/ingress}),
 * or a piece of a stream at a socket in a map ({@code sk_skb/stream_parser}, {@code sk_skb/stream_verdict}).
 */
public final class PacketEvent {
    private final Stage stage;
    private final HookPoint point;
    private final SocketPacket packet;
    private long returned;

    /** @param section as programs that attach there have it: {@code cgroup_skb/ingress} */
    PacketEvent(Stage stage, String section) {
        String[] parts = section.split("/", 2);
        HookKind kind = parts[0].equals(HookKind.SK_SKB.label()) ? HookKind.SK_SKB : HookKind.CGROUP_SKB;
        this.point = new HookPoint(kind, parts.length == 1 ? "" : parts[1]);
        if (!isSection(section)) {
            throw new IllegalArgumentException(section + " is no section of programs for packets at sockets, expected"
                    + " cgroup_skb/ingress, cgroup_skb/egress, sk_skb/stream_parser, sk_skb/stream_verdict or"
                    + " sk_skb/verdict");
        }
        this.stage = stage;
        this.packet = new SocketPacket(stage.kernel().memory(), stage.kernel().net());
    }

    /** Whether programs of this section see packets at sockets. */
    public static boolean isSection(String section) {
        return switch (section) {
            case "cgroup_skb/ingress",
                    "cgroup_skb/egress",
                    "sk_skb/stream_parser",
                    "sk_skb/stream_verdict",
                    "sk_skb/verdict" -> true;
            default -> false;
        };
    }

    /** It happens on this CPU. */
    public PacketEvent on(int cpu) {
        stage.on(cpu);
        return this;
    }

    /** It happens while this task runs. */
    public PacketEvent by(Task task) {
        stage.on(stage.cpu(), task);
        return this;
    }

    /**
     * What is sent or received: for control groups a frame with its Ethernet header, for socket maps a piece of the
     * stream.
     *
     * @throws IllegalArgumentException if it is no such thing
     */
    public PacketEvent with(byte[] bytes) {
        if (point.kind() == HookKind.CGROUP_SKB) {
            packet.frame(bytes);
        } else {
            packet.stream(bytes);
        }
        return this;
    }

    /** At this socket; to be said after {@link #with}. */
    public PacketEvent of(OpenSocket socket) {
        packet.of(socket);
        return this;
    }

    /**
     * It happens: every program runs.
     *
     * @return false if one of them refused; of parsers, if one of them returned 0 or an error
     */
    public boolean fire() {
        Occurrence occurrence = new Occurrence();
        boolean allowed = true;
        for (Hook hook : stage.kernel().hooks().concerned(point.kind(), point.target())) {
            for (Link link : hook.links()) {
                returned = (int)
                        link.run(stage.invocation(), stage.cpu(), occurrence, Invocation.CONTEXT_WINDOW, packet.skb());
                allowed &= passes(returned);
            }
        }
        return allowed;
    }

    private boolean passes(long result) {
        if (point.kind() == HookKind.CGROUP_SKB) {
            return (result & 1) != 0;
        }
        return point.target().equals("stream_parser") ? result > 0 : result == 1;
    }

    /** What the last program returned: a parser the length of the message that begins here. */
    public long returned() {
        return returned;
    }

    /** The bytes as programs left them, from the network header on. */
    public byte[] bytes() {
        return packet.bytes();
    }

    /** The socket that a program sends it to instead. */
    public Optional<OpenSocket> target() {
        return packet.target();
    }
}
