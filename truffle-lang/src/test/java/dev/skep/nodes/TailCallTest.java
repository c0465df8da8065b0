package dev.skep.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.isa.Assembler;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.map.UpdateFlags;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.ProgramType;
import dev.skep.language.Mode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TailCallTest {
    private static final int SLOTS = 4;

    private final Engine engine = Engine.open();
    private BpfMap programs;

    @BeforeEach
    void makeProgArray() {
        programs = engine.kernel.maps().create(MapSpec.of("programs", MapType.PROG_ARRAY, 4, 4, SLOTS));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void targetTakesThePlaceOfTheCallerAndGivesItsResult() {
        put(1, """
                r0 = 7
                exit
                """);
        assertThat(engine.run("""
                r2 = map[fd:0]
                r3 = 1
                call bpf_tail_call#12
                r0 = 1
                exit
                """, programs)).isEqualTo(7);
    }

    @Test
    void emptySlotAndIndexBehindTheEndFallThroughWithTheResultRegisterAsItWas() {
        for (String index : new String[] {"0", "4", "-1"}) {
            assertThat(engine.run("""
                    r0 = 5
                    r2 = map[fd:0]
                    r3 = %s
                    call bpf_tail_call#12
                    r0 += 1
                    exit
                    """.formatted(index), programs)).isEqualTo(6);
        }
    }

    @Test
    void onlyTheLowHalfOfTheIndexCounts() {
        put(1, """
                r0 = 7
                exit
                """);
        assertThat(engine.run("""
                r2 = map[fd:0]
                r3 = 0x100000001
                call bpf_tail_call#12
                r0 = 1
                exit
                """, programs)).isEqualTo(7);
    }

    @Test
    void thirtyThreeTailCallsAreMadeAndTheNextFallsThrough() {
        BpfMap counter = engine.kernel.maps().create(MapSpec.of("counter", MapType.ARRAY, 4, 8, 1));
        BpfProgram self = engine.loadProgram("self", ProgramType.XDP, Assembler.assemble("""
                r1 = map[fd:1][0]+0
                r0 = *(u64 *)(r1 +0)
                r0 += 1
                *(u64 *)(r1 +0) = r0
                r2 = map[fd:0]
                r3 = 0
                call bpf_tail_call#12
                r1 = map[fd:1][0]+0
                r0 = *(u64 *)(r1 +0)
                exit
                """), programs, counter);
        put(0, self);
        LoadedProgram program = Engine.executable(self);
        assertThat(program.run(engine.invocation(program))).isEqualTo(34);
        if (Engine.expectedMode() == Mode.COMPILED) {
            engine.compile(program);
            assertThat(program.run(engine.invocation(program))).isEqualTo(68);
        }
    }

    @Test
    void tailCallInASubprogramReturnsToItsCaller() {
        put(2, """
                r0 = 40
                exit
                """);
        assertThat(engine.run("""
                  call jump
                  r0 += 2
                  exit
                jump:
                  r2 = map[fd:0]
                  r3 = 2
                  call bpf_tail_call#12
                  r0 = 1000
                  exit
                """, programs)).isEqualTo(42);
    }

    @Test
    void targetBeginsWithTheContextAndNothingElse() {
        put(3, """
                r0 = r1
                r0 += r6
                r0 += r7
                exit
                """);
        LoadedProgram program = engine.assemble("""
                r6 = 1000
                r7 = 1000
                r2 = map[fd:0]
                r3 = 3
                call bpf_tail_call#12
                exit
                """, programs);
        assertThat(engine.run(program, 5, 0)).isEqualTo(5);
    }

    private void put(int index, String text) {
        put(index, engine.loadProgram("target", ProgramType.XDP, Assembler.assemble(text)));
    }

    private void put(int index, BpfProgram program) {
        programs.syscall().update(bytes(index), bytes(program.id()), UpdateFlags.ANY);
    }

    private static byte[] bytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }
}
