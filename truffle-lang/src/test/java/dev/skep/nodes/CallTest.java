package dev.skep.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.skep.debug.ProgramFault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallTest {
    private final Engine engine = Engine.open();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void subprogramGetsFiveArgumentsAndGivesOneResult() {
        assertThat(engine.run("""
                  r1 = 1
                  r2 = 20
                  r3 = 300
                  r4 = 4000
                  r5 = 50000
                  call sum
                  r0 += 600000
                  exit
                sum:
                  r0 = r1
                  r0 += r2
                  r0 += r3
                  r0 += r4
                  r0 += r5
                  exit
                """)).isEqualTo(654321);
    }

    @Test
    void calleeHasRegistersAndStackOfItsOwn() {
        assertThat(engine.run("""
                  r6 = 7
                  *(u64 *)(r10 -8) = 5
                  call clobber
                  r0 = *(u64 *)(r10 -8)
                  r0 += r6
                  exit
                clobber:
                  r6 = 100
                  *(u64 *)(r10 -8) = 100
                  exit
                """)).isEqualTo(12);
    }

    @Test
    void calleeReachesTheStackOfItsCallerThroughAPointer() {
        assertThat(engine.run("""
                  r1 = r10
                  r1 += -8
                  call store
                  r0 = *(u64 *)(r10 -8)
                  exit
                store:
                  *(u64 *)(r1 +0) = 42
                  exit
                """)).isEqualTo(42);
    }

    @Test
    void eightFramesAreAllowedAndTheNinthIsNot() {
        assertThat(engine.run(nested(7))).isEqualTo(7);
        assertThatExceptionOfType(ProgramFault.class)
                .isThrownBy(() -> engine.run(nested(8)))
                .withMessageContaining("the call stack of 9 frames is too deep !");
    }

    /** A program that calls itself so many levels deep. */
    private static String nested(int levels) {
        return """
                  r1 = %d
                  call level
                  exit
                level:
                  r0 = 1
                  if r1 == 1 goto out
                  r1 += -1
                  call level
                  r0 += 1
                out:
                  exit
                """.formatted(levels);
    }

    @Test
    void functionPointerCanBeCalledThroughARegister() {
        assertThat(engine.run("""
                  r6 = subprog[double]
                  r1 = 21
                  callx r6
                  exit
                double:
                  r0 = r1
                  r0 += r1
                  exit
                """)).isEqualTo(42);
    }

    @Test
    void callOutOfTheProgramFails() {
        assertThatExceptionOfType(ProgramFault.class)
                .isThrownBy(() -> engine.run("""
                        call pc+100
                        exit
                        """))
                .withMessageContaining("at instruction 0");
    }

    @Test
    void executionThatFallsIntoTheNextFunctionGoesOnThere() {
        assertThat(engine.run("""
                  r1 = 4
                  call second
                  r6 = r0
                  call first
                  r0 += r6
                  exit
                first:
                  r1 = 100
                second:
                  r0 = r1
                  exit
                """)).isEqualTo(104);
    }

    @Test
    void jumpIntoAnotherFunctionKeepsRegisters() {
        assertThat(engine.run("""
                  r7 = 3
                  call function
                  exit
                function:
                  r6 = 40
                  r7 = 2
                  goto other
                last:
                  exit
                dummy:
                  call other
                  exit
                other:
                  r0 = r6
                  r0 += r7
                  goto last
                """)).isEqualTo(42);
    }
}
