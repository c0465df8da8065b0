package dev.skep.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.skep.debug.ProgramFault;
import dev.skep.isa.Assembler;
import dev.skep.kernel.net.TestRun;
import dev.skep.kernel.net.TestRunRequest;
import dev.skep.kernel.net.TestRunResult;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.ProgramType;
import dev.skep.language.Mode;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Programs that see a packet: through their context, and with the loads of classic filters. */
class PacketTest {
    private final Engine engine = Engine.open();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void contextFieldsOfFourBytesGiveWholeAddresses() {
        assertThat(run(ProgramType.XDP, """
                r2 = *(u32 *)(r1 +0)
                r3 = *(u32 *)(r1 +4)
                r0 = r3
                r0 -= r2
                r4 = *(u8 *)(r2 +2)
                r0 <<= 8
                r0 |= r4
                exit
                """).retval()).isEqualTo(64 << 8 | 2);
    }

    @Test
    void writesThroughTheContextReachThePacket() {
        TestRunResult result = run(ProgramType.SCHED_CLS, """
                r6 = r1
                *(u32 *)(r6 +8) = 77
                r2 = *(u32 *)(r6 +76)
                *(u8 *)(r2 +13) = 99
                r0 = *(u32 *)(r6 +8)
                r1 = *(u32 *)(r6 +0)
                r0 <<= 8
                r0 |= r1
                exit
                """);
        assertThat(result.retval()).isEqualTo(77 << 8 | 64);
        assertThat(result.data()[13]).isEqualTo((byte) 99);
    }

    @Test
    void fieldThatTheKernelDoesNotGiveFaults() {
        assertThatExceptionOfType(ProgramFault.class)
                .isThrownBy(() -> run(ProgramType.XDP, """
                        r0 = *(u64 *)(r1 +0)
                        exit
                        """))
                .withMessageContaining("page fault for address: ffffc90000000000 (read of 8 bytes)");
        assertThatExceptionOfType(ProgramFault.class)
                .isThrownBy(() -> run(ProgramType.XDP, """
                        *(u32 *)(r1 +0) = 0
                        exit
                        """))
                .withMessageContaining("page fault for address: ffffc90000000000 (write of 4 bytes)");
    }

    @Test
    void oneInstructionMayReachTheContextAndMemory() {
        assertThat(run(ProgramType.XDP, """
                  r6 = r1
                  r7 = 0
                  r8 = 2
                  *(u32 *)(r10 -4) = 5
                loop:
                  r0 = *(u32 *)(r6 +12)
                  r7 += r0
                  r6 = r10
                  r6 += -16
                  r8 += -1
                  if r8 != 0 goto loop
                  r0 = r7
                  exit
                """).retval()).isEqualTo(1 + 5);
    }

    @Test
    void packetLoadsAreInNetworkOrder() {
        assertThat(run(ProgramType.SOCKET_FILTER, """
                r6 = r1
                r0 = *(u32 *)skb[2]
                exit
                """).retval()).isEqualTo(0x10111213);
        assertThat(run(ProgramType.SOCKET_FILTER, """
                r6 = r1
                r7 = 3
                r0 = *(u16 *)skb[r7 + 4]
                exit
                """).retval()).isEqualTo(0x1516);
    }

    @Test
    void packetLoadBehindTheEndEndsTheFunctionWithZero() {
        assertThat(run(ProgramType.SOCKET_FILTER, """
                  r6 = r1
                  call load
                  r0 += 7
                  exit
                load:
                  r6 = r1
                  r0 = *(u8 *)skb[1000]
                  r0 = 100
                  exit
                """).retval()).isEqualTo(7);
    }

    /** The answer of a program to a packet whose bytes count up from 0; compiled code must give the same. */
    private TestRunResult run(ProgramType type, String text) {
        BpfProgram program = engine.loadProgram("packets", type, Assembler.assemble(text));
        TestRun runner = TestRun.of(engine.kernel, program, 0);
        byte[] packet = new byte[64];
        for (int i = 0; i < packet.length; i++) {
            packet[i] = (byte) i;
        }
        TestRunResult interpreted = runner.run(TestRunRequest.of(packet));
        assertThat(interpreted.errno()).isNull();
        if (Engine.expectedMode() == Mode.COMPILED) {
            engine.compile(Engine.executable(program));
            TestRunResult compiled = runner.run(TestRunRequest.of(packet));
            assertThat(compiled.retval()).isEqualTo(interpreted.retval());
            assertThat(Arrays.equals(compiled.data(), interpreted.data())).isTrue();
        }
        return interpreted;
    }
}
