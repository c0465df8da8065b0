package dev.skep.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MayGotoTest {
    /** {@code BPF_MAX_LOOPS}. */
    private static final long MAX_LOOPS = 8L * 1024 * 1024;

    @Test
    void loopEndsAfterEightMebiIterations() {
        try (Engine engine = Engine.open()) {
            assertThat(engine.run("""
                      r0 = 0
                    loop:
                      may_goto out
                      r0 += 1
                      goto loop
                    out:
                      exit
                    """)).isEqualTo(MAX_LOOPS);
        }
    }

    @Test
    void eachCallOfAFunctionHasIterationsOfItsOwn() {
        try (Engine engine = Engine.open()) {
            assertThat(engine.run("""
                      call count
                      r6 = r0
                      call count
                      r0 += r6
                      exit
                    count:
                      r0 = 0
                    loop:
                      r0 += 1
                      may_goto out
                      goto loop
                    out:
                      exit
                    """)).isEqualTo(2 * (MAX_LOOPS + 1));
        }
    }
}
