package dev.skep.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.fixtures.Fixtures;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.hook.ContextEvent;
import dev.skep.kernel.net.OpenSocket;
import dev.skep.kernel.net.SocketSpec;
import dev.skep.language.Admission;
import dev.skep.language.BpfEngine;
import dev.skep.object.ObjectReader;
import dev.skep.recording.RecordingReader;
import dev.skep.recording.Recordings;
import dev.skep.recording.Strictness;
import dev.skep.session.MapReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Programs of control groups and of TCP connections; ports and addresses are in network order, as in the context. */
@Tag("engine")
class SocketEventsTest {
    @Test
    void programsDecideAboutConnectionsAndAnswerThem() throws IOException {
        try (BpfEngine engine = BpfEngine.open()) {
            Replay replay = new Replay(engine, KernelConfig.reference(), MapReader.Form.TYPED, Admission.VERIFIED);
            assertThat(replay.attach(
                            ObjectReader.read("socket_events.bpf.o", Fixtures.bytes("tools/socket_events.bpf.o")),
                            Attachments.PLAIN))
                    .isEmpty();
            Kernel kernel = replay.kernel();
            OpenSocket socket = kernel.sockets().create(SocketSpec.listening("10.0.0.1", 1024));
            ContextEvent connect = kernel.hooks().event("cgroup/connect4").of(socket);
            assertThat(connect.with("user_ip4", 0x0200000a)
                            .with("user_port", 0x5000)
                            .fire())
                    .isTrue();
            assertThat(connect.get("user_ip4")).isEqualTo(0x0100007f);
            assertThat(connect.get("user_port")).isEqualTo(0x901f);
            assertThat(connect.with("user_port", 0x1900).fire()).isFalse();
            assertThat(kernel.maps().all().getFirst().syscall().lookup(new byte[] {80, 0, 0, 0}))
                    .startsWith((byte) socket.cookie(), (byte) 0);

            ContextEvent connection = kernel.hooks().event("sockops");
            assertThat(connection.with("op", 1).fire()).isTrue();
            assertThat(connection.get("reply")).isEqualTo(50);
            connection.with("op", 4).with("is_fullsock", 1).fire();
            assertThat(connection.get("bpf_sock_ops_cb_flags")).isEqualTo(8);
            assertThat(connection.get("reply")).isEqualTo(0x100);
            connection.with("is_fullsock", 0).fire();
            assertThat((int) connection.get("reply")).isEqualTo(-22);
            assertThatThrownBy(() -> connection.with("no_such", 1))
                    .hasMessageContaining("sockops has no field no_such");
            assertThatThrownBy(() -> kernel.hooks().event("kprobe/x")).isInstanceOf(IllegalArgumentException.class);

            String line = "{\"time\": 5, \"socket_event\": \"cgroup/connect4\", \"args\": {\"user_port\": 6400}}";
            ByteArrayInputStream bytes = new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8));
            try (RecordingReader reader = Recordings.open("lines", bytes, Strictness.STRICT)) {
                replay.play(reader);
            }
            assertThat(replay.reports(0).getFirst().outcomes())
                    .isEqualTo(Map.of("cgroup/connect4", Map.of("-EPERM", 1L)));
        }
    }
}
