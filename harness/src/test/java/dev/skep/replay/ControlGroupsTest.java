package dev.skep.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.fixtures.Fixtures;
import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.hook.ContextEvent;
import dev.skep.kernel.hook.PacketEvent;
import dev.skep.kernel.hook.SystemControl;
import dev.skep.kernel.net.OpenSocket;
import dev.skep.kernel.net.SocketSpec;
import dev.skep.kernel.trace.TraceLine;
import dev.skep.language.Admission;
import dev.skep.language.BpfEngine;
import dev.skep.object.ObjectReader;
import dev.skep.recording.RecordingReader;
import dev.skep.recording.Recordings;
import dev.skep.recording.Strictness;
import dev.skep.report.MapContents;
import dev.skep.report.ReplayReport;
import dev.skep.session.MapReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The programs of {@code tools/control_groups.bpf.c}: what they decide is what their source says. */
@Tag("engine")
class ControlGroupsTest {
    @SuppressWarnings("NullAway.Init")
    private static BpfEngine engine;

    private final Replay replay =
            new Replay(engine, KernelConfig.reference(), MapReader.Form.TYPED, Admission.VERIFIED);
    private final Kernel kernel = replay.kernel();

    @BeforeAll
    static void open() {
        engine = BpfEngine.open();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @BeforeEach
    void attach() {
        assertThat(replay.attach(
                        ObjectReader.read("control_groups.bpf.o", Fixtures.bytes("tools/control_groups.bpf.o")),
                        Attachments.PLAIN))
                .isEmpty();
    }

    private ContextEvent event(String section) {
        return kernel.hooks().event(section);
    }

    private OpenSocket connection(int port) {
        return kernel.sockets()
                .create(SocketSpec.listening("10.0.0.1", port)
                        .connectedTo("10.0.0.2", 80)
                        .withInode(port));
    }

    private List<String> printed() {
        return kernel.trace().drain().stream().map(TraceLine::text).toList();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void devicesAreAllowedOrNot() {
        assertThat(event("cgroup/dev").with("major", 1).with("minor", 3).fire()).isTrue();
        ContextEvent other = event("cgroup/dev").with("major", 8);
        assertThat(other.fire()).isFalse();
        assertThat(other.answer()).isEqualTo(-1);
    }

    @Test
    void systemControlsHaveNamesAndValuesAndMayGetOthers() {
        SystemControl control = SystemControl.read("net/ipv4/ip_forward", text("1\n"));
        assertThat(event("cgroup/sysctl").of(control).fire()).isTrue();
        // strscpy: seven bytes of a name of ten and a NUL are -E2BIG, as is a value without room for its NUL.
        assertThat(printed()).containsExactly("net/ipv4/ip_forward: 19, ip_forw: -7", "now 1\n: 2");
        SystemControl written = control.written(text("2\n"));
        ContextEvent write = event("cgroup/sysctl").of(written);
        assertThat(write.fire()).isTrue();
        assertThat(printed()).containsExactly("net/ipv4/ip_forward: 19, ip_forw: -7", "now 1\n: 2", "new 2: -7");
        assertThat(written.newValue().orElseThrow()).isEqualTo(text("1\n"));
        assertThat(event("cgroup/sysctl").of(control.written(text("3\n"))).fire())
                .isFalse();
    }

    private ContextEvent priority(int value) {
        ContextEvent set = event("cgroup/setsockopt")
                .with("level", 1)
                .with("optname", 12)
                .with("optval", new byte[] {(byte) value, 0, 0, 0});
        set.fire();
        return set;
    }

    @Test
    void optionsAreRefusedChangedHandledOrTooLong() {
        assertThat(priority(7).answer()).isEqualTo(Errno.EPERM.result());
        assertThat(priority(6).answer()).isZero();
        assertThat(priority(6).bytes("optval")).containsExactly(5, 0, 0, 0);
        assertThat(priority(5).isHandled()).isTrue();
        assertThat(priority(5).answer()).isZero();
        assertThat(priority(4).answer()).isEqualTo(Errno.EFAULT.result());
        assertThat(priority(3).answer()).isEqualTo(Errno.EACCES.result());
        assertThat(priority(2).answer()).isZero();
        assertThat(priority(2).isHandled()).isFalse();
    }

    @Test
    void whatTheKernelAnsweredAboutAnOptionMayBeChanged() {
        ContextEvent get = event("cgroup/getsockopt")
                .with("level", 1)
                .with("optname", 36)
                .with("optval", new byte[4])
                .with("retval", -92);
        assertThat(get.fire()).isTrue();
        assertThat(get.answer()).isZero();
        assertThat(get.bytes("optval")).containsExactly(92, 0, 0, 0);
        ContextEvent other = event("cgroup/getsockopt")
                .with("level", 6)
                .with("optval", new byte[4])
                .with("retval", -92);
        assertThat(other.fire()).isTrue();
        assertThat(other.answer()).isEqualTo(-92);
    }

    @Test
    void socketsAreMarkedAndPortsRefused() {
        OpenSocket udp = kernel.sockets().create(SocketSpec.bound("10.0.0.1", 53));
        assertThat(event("cgroup/sock_create").of(udp).fire()).isFalse();
        ContextEvent create = event("cgroup/sock_create").of(connection(1001));
        assertThat(create.fire()).isTrue();
        assertThat(create.changes()).isEqualTo(Map.of("mark", 0x17L, "priority", 6L));
        assertThat(event("cgroup/post_bind4").of(udp).fire()).isFalse();
        assertThat(event("cgroup/post_bind4").of(connection(1024)).fire()).isTrue();
        ContextEvent bind = event("cgroup/bind4").with("user_port", 0x1600);
        assertThat(bind.fire()).isFalse();
        assertThat(bind.answer()).isEqualTo(Errno.EACCES.result());
        assertThat(event("cgroup/bind4").with("user_port", 0x5000).fire()).isTrue();
    }

    /** A frame of edge.pcap with IPv4 and TCP, sent to a port. */
    private static byte[] frame(int port) {
        byte[] frame = Fixtures.frames("edge.pcap").get(31).clone();
        frame[14 + 22] = (byte) (port >> 8);
        frame[14 + 23] = (byte) port;
        return frame;
    }

    @Test
    void packetsOfSocketsAreDroppedOrSeen() {
        PacketEvent out = kernel.hooks().packet("cgroup_skb/egress");
        assertThat(out.with(frame(23)).fire()).isFalse();
        assertThat(out.with(frame(80)).fire()).isTrue();
        OpenSocket socket = connection(1001);
        assertThat(kernel.hooks()
                        .packet("cgroup_skb/ingress")
                        .with(frame(80))
                        .of(socket)
                        .fire())
                .isTrue();
        assertThat(printed()).containsExactly("family 2 port 1001 cookie " + socket.cookie());
    }

    private void connect(OpenSocket socket) {
        event("sockops").of(socket).with("op", 4).fire();
    }

    @Test
    void connectionsComeIntoMapsAndHaveOptions() {
        OpenSocket one = connection(1001);
        event("sockops").of(one).with("op", 1).fire();
        connect(one);
        connect(one);
        connect(connection(1002));
        connect(connection(1003));
        assertThat(printed())
                .containsExactly(
                        "too early -95",
                        "hash 0",
                        "map 0",
                        "keepidle 0",
                        "set 0",
                        "reno 0",
                        "reno, nobody -2",
                        "hash -17",
                        "map 0",
                        "keepidle 0",
                        "set -22",
                        "reno 0",
                        "reno, nobody -2",
                        "hash 0",
                        "map 0",
                        "keepidle 0",
                        "set 0",
                        "reno 0",
                        "reno, nobody -2",
                        "hash -7",
                        "map 0",
                        "keepidle 0",
                        "set 0",
                        "reno 0",
                        "reno, nobody -2");
        assertThat(one.options().congestion()).isEqualTo("reno");
        MapContents peers = replay.reports(0).getFirst().maps().getFirst();
        assertThat(peers.entries())
                .containsExactly(
                        new MapContents.Pair("e9030000", "tcp 10.0.0.1:1001 - 10.0.0.2:80"),
                        new MapContents.Pair("ea030000", "tcp 10.0.0.1:1002 - 10.0.0.2:80"));
    }

    private ContextEvent sent(String text) {
        ContextEvent message = event("sk_msg").with("data", text(text));
        message.fire();
        return message;
    }

    @Test
    void messagesGoToOtherSocketsOrAreChanged() {
        assertThat(event("sk_msg").with("data", text("h")).fire()).isFalse();
        OpenSocket peer = connection(1001);
        connect(peer);
        assertThat(sent("hello").message().orElseThrow().target()).contains(peer);
        assertThat(sent("hello").message().orElseThrow().redirectFlags()).isEqualTo(1);
        assertThat(sent("m").message().orElseThrow().target()).contains(peer);
        assertThat(sent("n").message().orElseThrow().target()).isEmpty();
        ContextEvent waits = sent("abc");
        assertThat(waits.message().orElseThrow().applied()).isEqualTo(3);
        assertThat(waits.message().orElseThrow().corked()).isEqualTo(9);
        assertThat(sent("packet").bytes("data")).isEqualTo(text("a---cket"));
    }

    @Test
    void streamsAreCutIntoMessagesThatGoToOtherSockets() {
        PacketEvent parser = kernel.hooks().packet("sk_skb/stream_parser").with(text("hello"));
        assertThat(parser.fire()).isTrue();
        assertThat(parser.returned()).isEqualTo(4);
        PacketEvent verdict = kernel.hooks().packet("sk_skb/stream_verdict");
        assertThat(verdict.with(text("hell")).fire()).isFalse();
        OpenSocket peer = connection(1001);
        connect(peer);
        assertThat(verdict.with(text("hell")).fire()).isTrue();
        assertThat(verdict.target()).contains(peer);
        assertThat(verdict.with(text("x")).fire()).isFalse();
        assertThat(verdict.target()).isEmpty();
    }

    @Test
    void linesOfJsonLetItHappenAndOutcomesAreReported() throws IOException {
        String lines = """
                {"socket": {"protocol": "tcp", "local": "10.0.0.1", "localPort": 1001, "remote": "10.0.0.2", "remotePort": 80, "inode": 9}}
                {"time": 1, "socket_event": "cgroup/dev", "args": {"major": 8, "minor": 0, "access_type": 1}}
                {"time": 2, "socket_event": "cgroup/sysctl", "args": {"name": "net/ipv4/ip_forward", "value": "0\\n", "new": "2\\n"}}
                {"time": 3, "socket_event": "cgroup/sysctl", "args": {"name": "net/ipv4/ip_forward", "value": "0\\n", "new": "3\\n"}}
                {"time": 4, "socket_event": "cgroup/setsockopt", "args": {"level": 1, "optname": 12, "optval": "06000000"}}
                {"time": 5, "socket_event": "cgroup/setsockopt", "args": {"level": 1, "optname": 12, "optval": "05000000"}}
                {"time": 6, "socket_event": "cgroup/getsockopt", "args": {"level": 1, "optname": 36, "optval": "00000000", "retval": -92}}
                {"time": 7, "socket_event": "cgroup/sock_create", "args": {"sk": {"sock": 9}}}
                {"time": 8, "socket_event": "cgroup/bind4", "args": {"user_port": 5632}}
                {"time": 9, "socket_event": "sockops", "args": {"sk": {"sock": 9}, "op": 4}}
                {"time": 10, "socket_event": "sk_msg", "args": {"data": "68656c6c6f"}}
                {"time": 11, "socket_event": "sk_msg", "args": {"data": "7061636b6574"}}
                {"time": 12, "socket_event": "sk_msg", "args": {"data": "616263"}}
                {"time": 13, "socket_event": "sk_msg", "args": {"data": "00"}}
                {"time": 14, "socket_event": "sk_skb/stream_parser", "args": {"bytes": "6869"}}
                {"time": 15, "socket_event": "sk_skb/stream_verdict", "args": {"bytes": "6869", "sk": {"sock": 9}}}
                {"time": 16, "socket_event": "cgroup_skb/egress", "args": {"bytes": "000000000000000000000000080045000028000000004006000000000000000000000000001700000000000000005000000000000000"}}
                """;
        try (RecordingReader reader = Recordings.open("lines", stream(lines), Strictness.STRICT)) {
            replay.play(reader);
        }
        ReplayReport report = replay.reports(0).getFirst();
        String peer = "to tcp 10.0.0.1:1001 - 10.0.0.2:80";
        assertThat(report.outcomes())
                .isEqualTo(Map.ofEntries(
                        Map.entry("cgroup/dev", Map.of("-EPERM", 1L)),
                        Map.entry("cgroup/sysctl", Map.of("-EPERM", 1L, "new = 1", 1L)),
                        Map.entry("cgroup/setsockopt", Map.of("optval = 05000000", 1L, "handled", 1L)),
                        Map.entry("cgroup/getsockopt", Map.of("retval = 0, optval = 5c000000", 1L)),
                        Map.entry("cgroup/sock_create", Map.of("mark = 23, priority = 6", 1L)),
                        Map.entry("cgroup/bind4", Map.of("-EACCES", 1L)),
                        Map.entry(
                                "sk_msg",
                                Map.of(
                                        peer,
                                        1L,
                                        "SK_PASS, data = 612d2d2d636b6574",
                                        1L,
                                        "SK_PASS, for 3 bytes, waits for 9 bytes",
                                        1L,
                                        "SK_DROP",
                                        1L)),
                        Map.entry("sk_skb/stream_parser", Map.of("2", 1L)),
                        Map.entry("sk_skb/stream_verdict", Map.of(peer, 1L)),
                        Map.entry("cgroup_skb/egress", Map.of("dropped", 1L))));
    }

    private static ByteArrayInputStream stream(String lines) {
        return new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void wrongNamesAndValuesAreSaid() {
        assertThatThrownBy(() -> event("cgroup/dev").with("minr", 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cgroup/dev has no field minr, expected one of [access_type, major, minor]");
        assertThatThrownBy(() -> event("cgroup/dev").with("optval", new byte[1]))
                .hasMessage("cgroup/dev has no bytes optval, expected one of []");
        assertThatThrownBy(() -> event("cgroup/connect4").with("user_ip6[4]", 1))
                .hasMessageContaining("user_ip6[4]");
        assertThatThrownBy(() -> event("cgroup/connect4").with("user_ip6[x]", 1))
                .hasMessageContaining("user_ip6[x]");
        assertThatThrownBy(() -> event("cgroup_skb/egress")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> kernel.hooks().packet("cgroup_skb/out"))
                .hasMessageStartingWith("cgroup_skb/out is no section of programs for packets at sockets");
    }
}
