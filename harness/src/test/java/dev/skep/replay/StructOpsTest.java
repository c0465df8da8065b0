package dev.skep.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.fixtures.Fixtures;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.hook.StructOps;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.map.StructOpsMap;
import dev.skep.kernel.memory.KernelStruct;
import dev.skep.kernel.net.SocketSpec;
import dev.skep.language.Admission;
import dev.skep.language.BpfEngine;
import dev.skep.object.ObjectReader;
import dev.skep.report.ReplayReport;
import dev.skep.session.MapReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A congestion control that programs implement; what it returns is arithmetic. */
@Tag("engine")
class StructOpsTest {
    @Test
    void theKernelCallsTheProgramsOfAStruct() {
        try (BpfEngine engine = BpfEngine.open()) {
            Replay replay = new Replay(engine, KernelConfig.reference(), MapReader.Form.TYPED, Admission.VERIFIED);
            assertThat(replay.attach(
                            ObjectReader.read("congestion.bpf.o", Fixtures.bytes("tools/congestion.bpf.o")),
                            Attachments.PLAIN))
                    .isEmpty();
            Kernel kernel = replay.kernel();
            StructOpsMap map = (StructOpsMap) kernel.maps().all().stream()
                    .filter(each -> each.name().equals("skep_reno"))
                    .findFirst()
                    .orElseThrow();
            assertThat(map.struct()).isEqualTo("tcp_congestion_ops");
            assertThat(map.implementations()).containsOnlyKeys("ssthresh", "cong_avoid", "undo_cwnd");

            SocketSpec spec = SocketSpec.listening("10.0.0.1", 1024).connectedTo("10.0.0.2", 80);
            long socket = kernel.sockets()
                    .create(spec.with("snd_cwnd", 20).with("prior_cwnd", 30))
                    .address();
            StructOps functions = kernel.hooks().structOps(map);
            assertThat(functions.call("ssthresh", socket)).isEqualTo(10);
            assertThat(functions.call("undo_cwnd", socket)).isEqualTo(30);
            functions.call("cong_avoid", socket, 1, 7);
            functions.call("cong_avoid", socket, 8, 5);
            assertThat(kernel.maps().all().getFirst().syscall().lookup(new byte[4]))
                    .startsWith(12, 0);
            assertThat(replay.reports(0).getFirst().programs())
                    .extracting(ReplayReport.Attached::hook)
                    .contains("struct_ops/tcp_congestion_ops/ssthresh");

            // The name stands where the kernel's struct has it: behind the count and the state, which say "in use".
            byte[] value = map.syscall().lookup(new byte[4]);
            KernelStruct struct = kernel.structs().allocate("bpf_struct_ops_tcp_congestion_ops", "a copy");
            kernel.memory().write(struct.address(), value);
            assertThat(struct.get("common.state")).isEqualTo(1);
            byte[] name = "skep_reno".getBytes(StandardCharsets.UTF_8);
            assertThat(kernel.memory().bytes(struct.addressOf("data.name"), name.length))
                    .isEqualTo(name);
            assertThatThrownBy(() -> functions.call("pkts_acked", socket, 0))
                    .hasMessageContaining("no program of skep_reno implements tcp_congestion_ops.pkts_acked");
            assertThatThrownBy(() -> functions.call("ssthresh", "a text"))
                    .hasMessageContaining("a pointer to sock expected, found a text");
        }
    }

    @Test
    void whatTheKernelCannotDoWithoutIsAskedFor() {
        Kernel kernel = new Kernel(KernelConfig.reference());
        StructOpsMap map = (StructOpsMap) kernel.maps().create(MapSpec.of("incomplete", MapType.STRUCT_OPS, 4, 256, 1));
        map.define("tcp_congestion_ops", 64, new byte[8]);
        assertThatThrownBy(map::register)
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("expected ssthresh, undo_cwnd, and cong_avoid or cong_control");
        map.define("bpf_dummy_ops", 64, new byte[8]);
        assertThatThrownBy(map::register).hasMessageContaining("EOPNOTSUPP");
        assertThat(map.isRegistered()).isFalse();
        assertThat(kernel.hooks().structOps(map)).isNotNull();
        assertThat(Map.copyOf(map.implementations())).isEmpty();
    }
}
