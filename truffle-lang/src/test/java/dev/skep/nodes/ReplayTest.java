package dev.skep.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.skep.debug.ProgramFault;
import dev.skep.isa.Assembler;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ProgramType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private final Engine engine = Engine.open();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void repeatRunsTheProgramSoManyTimesAndGivesTheLastResult() {
        BpfMap counter = engine.kernel.maps().create(MapSpec.of("counter", MapType.ARRAY, 4, 8, 1));
        LoadedProgram program = engine.assemble("""
                r1 = map[fd:0][0]+0
                r0 = *(u64 *)(r1 +0)
                r0 += 1
                *(u64 *)(r1 +0) = r0
                exit
                """, counter);
        assertThat(program.repeat(engine.invocation(program), 100_000)).isEqualTo(100_000);
        assertThat(program.repeat(engine.invocation(program), 1)).isEqualTo(100_001);
    }

    @Test
    void eachRunOfARepeatHasTheWholeBudget() {
        LoadedProgram program = engine.assemble("""
                  r1 = 1000
                loop:
                  r1 += -1
                  if r1 != 0 goto loop
                  exit
                """);
        program.repeat(engine.invocation(program), 100);
    }

    @Test
    void replayRunsTheProgramOnEachEventOfASource() {
        Numbers source =
                new Numbers(engine.loadProgram("twice", ProgramType.RAW_TRACEPOINT, Assembler.assemble("""
                r0 = *(u64 *)(r1 +0)
                r0 += r0
                exit
                """)), 50_000);
        source.replay();
        assertThat(source.results).hasSize(50_000).startsWith(0L, 2L, 4L).endsWith(99_998L);
    }

    @Test
    void replayGoesOnBehindAnEventThatStoppedTheProgram() {
        Numbers source = new Numbers(engine.loadProgram("odd", ProgramType.RAW_TRACEPOINT, Assembler.assemble("""
                  r0 = *(u64 *)(r1 +0)
                  if r0 != 3 goto out
                  r0 = *(u64 *)(r0 +0)
                out:
                  exit
                """)), 6);
        assertThatExceptionOfType(ProgramFault.class).isThrownBy(source::replay);
        source.replay();
        assertThat(source.results).containsExactly(0L, 1L, 2L, 4L, 5L);
    }

    /** Events that are numbers in memory. */
    private final class Numbers implements EventSource {
        private final BpfProgram program;
        private final int count;
        private final long address = engine.kernel.memory().allocate(8, 8, "an event");
        private final List<Long> results = new ArrayList<>();
        private int next;

        Numbers(BpfProgram program, int count) {
            this.program = program;
            this.count = count;
        }

        void replay() {
            Engine.executable(program).replay(new Invocation(engine.kernel), this);
        }

        @Override
        public boolean next(Invocation invocation) {
            if (next == count) {
                return false;
            }
            engine.kernel.memory().writeLong(address, next++);
            invocation.on(0, program, null).withContextAt(address);
            return true;
        }

        @Override
        public void done(Invocation invocation, long result) {
            results.add(result);
        }
    }
}
