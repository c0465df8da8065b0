package dev.skep.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.fixtures.Fixtures;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.map.MapSyscalls;
import dev.skep.kernel.net.TestRun;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.object.ObjectReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadedObjectTest {
    /** How far ahead the fixture sets its timers. */
    private static final long FAR_AHEAD_NS = 3_600_000_000_000_000L;

    private final BpfEngine engine = BpfEngine.open();

    @AfterEach
    void close() {
        engine.close();
    }

    /** The second packet arms the timer of its protocol, each packet that of its source; both count when they fire. */
    @Test
    void timersFireAsTheClockMoves() {
        LoadedObject object = timers();
        run(object, 2);
        Kernel kernel = object.kernel();

        kernel.clock().advanceTo(kernel.clock().monotonicNs() + FAR_AHEAD_NS - 1);
        assertThat(fired(object)).isZero();
        assertThat(map(object, "by_source").keys()).hasSize(1);

        kernel.clock().advanceTo(kernel.clock().monotonicNs() + 1);
        assertThat(fired(object)).isEqualTo(2);
        assertThat(map(object, "by_source").keys())
                .as("its callback deletes the element")
                .isEmpty();

        // The callback of the protocol's timer has set it again.
        kernel.clock().advanceTo(kernel.clock().monotonicNs() + FAR_AHEAD_NS);
        assertThat(fired(object)).isEqualTo(3);
    }

    private LoadedObject timers() {
        return LoadedObject.inFreshKernel(
                engine,
                KernelConfig.reference(),
                ObjectReader.read("timers.bpf.o", Fixtures.bytes("programs/timers.bpf.o")),
                Admission.VERIFIED);
    }

    private static void run(LoadedObject object, int times) {
        Load load = object.load("tc_timers");
        assertThat(load).isInstanceOf(Load.Loaded.class);
        BpfProgram program = ((Load.Loaded) load).program();
        TestRun run = TestRun.of(object.kernel(), program, 0);
        byte[] frame = ipv4Frame();
        for (int i = 0; i < times; i++) {
            assertThat(run.begin(frame, 0, frame.length)).isZero();
            assertThat(program.executable().run(run.invocation())).isZero();
        }
    }

    private static byte[] ipv4Frame() {
        return Fixtures.frames("mixed.pcap").stream()
                .filter(frame -> frame[12] == 0x08 && frame[13] == 0x00 && frame[14] == 0x45)
                .findFirst()
                .orElseThrow();
    }

    private static MapSyscalls map(LoadedObject object, String name) {
        return object.linked().map(name).orElseThrow().map().syscall();
    }

    /** Behind eight words of results. */
    private static long fired(LoadedObject object) {
        return ByteBuffer.wrap(map(object, ".bss").lookup(new byte[4]))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong(64);
    }
}
