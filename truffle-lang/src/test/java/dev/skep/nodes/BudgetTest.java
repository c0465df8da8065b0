package dev.skep.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.skep.debug.ProgramFault;
import dev.skep.isa.Assembler;
import dev.skep.kernel.KernelConfig;
import dev.skep.language.Mode;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final String LOOP = """
              r0 = 0
              r1 = 10
            loop:
              r0 += 2
              r1 += -1
              if r1 != 0 goto loop
              exit
            """;

    @Test
    void loopPaysForEachIterationAndTheReturnForTheRest() {
        FlowGraph graph = FlowGraph.of(Assembler.assemble(LOOP));
        Costs costs = new Costs(graph);
        assertThat(costs.charge(1, 1)).isEqualTo(3);
        assertThat(costs.charge(1, 2)).isZero();
        assertThat(costs.charge(2, FlowGraph.RETURN)).isEqualTo(2 + 3 + 1);
    }

    @Test
    void budgetOfExactlyTheInstructionsExecutedIsEnough() {
        long executed = 2 + 10 * 3 + 1;
        try (Engine engine = new Engine(KernelConfig.reference().withInstructionBudget(executed))) {
            assertThat(engine.run(LOOP)).isEqualTo(20);
        }
        try (Engine engine = new Engine(KernelConfig.reference().withInstructionBudget(executed - 1))) {
            assertThatExceptionOfType(ProgramFault.class).isThrownBy(() -> engine.run(LOOP));
        }
    }

    @Test
    void endlessLoopEndsAtTheSameInstructionInterpretedAndCompiled() {
        try (Engine engine = new Engine(KernelConfig.reference().withInstructionBudget(3_000_000))) {
            LoadedProgram program = engine.assemble("""
                      r6 = 0
                    loop:
                      r6 += 1
                      if r6 == 0 goto out
                      goto loop
                    out:
                      exit
                    """);
            String interpreted = fault(engine, program).getMessage();
            assertThat(interpreted)
                    .contains("instruction budget of 3000000 used up: does it loop for ever?")
                    .contains("at instruction 2: (15) if r6 == 0x0 goto pc+1")
                    .contains("R6=" + Faults.hex(1_000_001));
            if (Engine.expectedMode() == Mode.COMPILED) {
                engine.compile(program);
                assertThat(fault(engine, program)).hasMessage(interpreted);
            }
        }
    }

    @Test
    void endlessRecursionOfCallsAndLoopsEnds() {
        try (Engine engine = new Engine(KernelConfig.reference().withInstructionBudget(1_000_000))) {
            LoadedProgram program = engine.assemble("""
                      call level
                      goto pc-2
                    level:
                      r6 = r1
                      call leaf
                      call leaf
                      exit
                    leaf:
                      exit
                    """);
            assertThat(fault(engine, program)).hasMessageContaining("instruction budget");
        }
    }

    private static ProgramFault fault(Engine engine, LoadedProgram program) {
        try {
            program.run(engine.invocation(program));
        } catch (ProgramFault fault) {
            return fault;
        }
        throw new AssertionError("the program ended");
    }
}
