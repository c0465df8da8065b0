package dev.skep.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.skep.debug.ProgramFault;
import dev.skep.kernel.Errno;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallbackTest {
    private final Engine engine = Engine.open();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void loopCallsTheFunctionWithItsIndexAndContext() {
        assertThat(engine.run(loop("10", "0"))).isEqualTo(10 * 1000 + 45);
    }

    @Test
    void loopEndsWhenTheFunctionSaysSo() {
        assertThat(engine.run("""
                  r1 = 100
                  r2 = subprog[callback]
                  r3 = 0
                  r4 = 0
                  call bpf_loop#181
                  exit
                callback:
                  r0 = 0
                  if r1 != 6 goto out
                  r0 = 1
                out:
                  exit
                """)).isEqualTo(7);
    }

    @Test
    void loopRefusesFlagsAndTooManyRounds() {
        assertThat(engine.run(loop("10", "1"))).isEqualTo(Errno.EINVAL.result() * 1000L);
        assertThat(engine.run(loop("8388609", "0"))).isEqualTo(Errno.E2BIG.result() * 1000L);
    }

    /** 1000 times what bpf_loop returned, and the sum of the indices that its callback saw. */
    private static String loop(String count, String flags) {
        return """
                  *(u64 *)(r10 -8) = 0
                  r1 = %s
                  r2 = subprog[callback]
                  r3 = r10
                  r3 += -8
                  r4 = %s
                  call bpf_loop#181
                  r0 *= 1000
                  r1 = *(u64 *)(r10 -8)
                  r0 += r1
                  exit
                callback:
                  r3 = *(u64 *)(r2 +0)
                  r3 += r1
                  *(u64 *)(r2 +0) = r3
                  r0 = 0
                  exit
                """.formatted(count, flags);
    }

    @Test
    void callbackOfAHelperSeesMapKeyAndValue() {
        BpfMap map = engine.kernel.maps().create(MapSpec.of("values", MapType.ARRAY, 4, 8, 4));
        assertThat(engine.run("""
                  *(u64 *)(r10 -8) = 0
                  r1 = map[fd:0]
                  r2 = subprog[callback]
                  r3 = r10
                  r3 += -8
                  r4 = 0
                  call bpf_for_each_map_elem#164
                  r0 *= 1000
                  r1 = *(u64 *)(r10 -8)
                  r0 += r1
                  exit
                callback:
                  r5 = *(u32 *)(r2 +0)
                  r3 = *(u64 *)(r4 +0)
                  r3 += r5
                  *(u64 *)(r4 +0) = r3
                  r0 = 0
                  exit
                """, map)).isEqualTo(4 * 1000 + 6);
    }

    @Test
    void callbacksHaveFramesOfTheirOwnAndCountAsSuch() {
        assertThatExceptionOfType(ProgramFault.class)
                .isThrownBy(() -> engine.run("""
                          r1 = 0
                          call recurse
                          exit
                        recurse:
                          *(u64 *)(r10 -8) = 7
                          r1 = 1
                          r2 = subprog[recurse]
                          r3 = 0
                          r4 = 0
                          call bpf_loop#181
                          exit
                        """))
                .withMessageContaining("the call stack of 9 frames is too deep !");
    }

    @Test
    void callbackToANumberThatIsNoFunctionFaults() {
        assertThatExceptionOfType(ProgramFault.class)
                .isThrownBy(() -> engine.run("""
                        r1 = 1
                        r2 = 0x1234
                        r3 = 0
                        r4 = 0
                        call bpf_loop#181
                        exit
                        """))
                .withMessageContaining("call of 0000000000001234, where no function begins");
    }
}
