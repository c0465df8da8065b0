package dev.skep.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skep.debug.ProgramFault;
import dev.skep.language.Mode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultTest {
    private final Engine engine = Engine.open();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void wildPointerIsReportedWithInstructionAndLiveRegisters() {
        assertThat(fault("""
                r2 = 8
                r6 = 99
                r0 = *(u32 *)(r2 +0)
                exit
                """)).startsWith("""
                test: unable to handle page fault for address: 0000000000000008 (read of 4 bytes)
                  at instruction 2: (61) r0 = *(u32 *)(r2 +0)
                  R2=0000000000000008 R10=ffff8880""");
    }

    @Test
    void storesAndAtomicsFaultLikeLoads() {
        assertThat(fault("""
                r1 = 0
                *(u8 *)(r1 -1) = 0
                exit
                """)).contains("ffffffffffffffff (write of 1 bytes)");
        assertThat(fault("""
                r1 = 0
                r2 = 1
                lock *(u64 *)(r1 +0) += r2
                exit
                """)).contains("at instruction 2: (db) lock *(u64 *)(r1 +0) += r2");
    }

    @Test
    void stackOfTheMachineEndsSomewhere() {
        assertThat(fault("""
                r1 = r10
                r1 += 0x7fffffff
                *(u64 *)(r1 +0) = 0
                exit
                """)).contains("unable to handle page fault");
    }

    @Test
    void goingOnBehindTheLastInstructionIsReported() {
        assertThat(fault("r0 = 0")).contains("goes on at instruction 1, but the program has instructions 0 to 0");
        assertThat(fault("goto pc+5")).contains("goes on at instruction 6, but the program has instructions 0 to 0");
        assertThat(fault("""
                r1 = 1
                if r1 == 1 goto pc-9
                exit
                """)).contains("goes on at instruction -7, but the program has instructions 0 to 2");
    }

    @Test
    void unknownInstructionsFailOnlyWhenTheyAreExecuted() {
        assertThat(engine.run("""
                  r0 = 1
                  goto out
                  .8byte 0xff
                out:
                  exit
                """)).isEqualTo(1);
        assertThat(fault(".8byte 0xff")).contains("unknown opcode ff");
    }

    @Test
    void registersThatDoNotExistAreReported() {
        assertThat(fault(".8byte 0x0000000000000bb7")).contains("names a register that does not exist");
    }

    @Test
    void jumpIntoATwoSlotLoadIsReported() {
        assertThat(fault("""
                if r5 == 0 goto pc+1
                r0 = 0x1
                exit
                """)).contains("jump into the middle of a two-slot load");
    }

    @Test
    void helpersThatThereAreNotFailOnlyWhenTheyAreCalled() {
        assertThat(engine.run("""
                  r0 = 1
                  goto out
                  call unknown#9999
                  call kernel-function#0
                out:
                  exit
                """)).isEqualTo(1);
        assertThat(fault("call unknown#9999")).contains("invalid func unknown#9999");
        assertThat(fault("call bpf_skb_load_bytes#26"))
                .contains("program of this type cannot use helper bpf_skb_load_bytes#26");
        assertThat(fault("call kernel-function#0")).contains("kernel btf_id 0 is not a function");
    }

    @Test
    void contextWindowWithoutAContextFaults() {
        assertThat(fault("""
                r1 = 0xffffc90000000000
                r0 = *(u32 *)(r1 +0)
                exit
                """)).contains("unable to handle page fault for address: ffffc90000000000");
    }

    @Test
    void addressSpaceCastNeedsAnArena() {
        assertThat(fault("""
                r1 = addr_space_cast(r1, 0, 1)
                exit
                """)).contains("addr_space_cast in a program that has no arena");
    }

    /** The message; compiled code must fail with the same. */
    private String fault(String text) {
        LoadedProgram program = engine.assemble(text);
        String interpreted = run(program);
        if (Engine.expectedMode() == Mode.COMPILED) {
            engine.compile(program);
            assertThat(run(program)).isEqualTo(interpreted);
        }
        return interpreted;
    }

    private String run(LoadedProgram program) {
        ProgramFault fault = catchThrowableOfType(ProgramFault.class, () -> program.run(engine.invocation(program)));
        assertThat(fault).isNotNull();
        return String.valueOf(fault.getMessage());
    }
}
