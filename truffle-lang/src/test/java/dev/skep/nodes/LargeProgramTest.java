package dev.skep.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.isa.AluOperator;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Condition;
import dev.skep.isa.Immediate;
import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.Alu;
import dev.skep.isa.Instruction.Branch;
import dev.skep.isa.Instruction.Exit;
import dev.skep.isa.Instruction.LongJump;
import dev.skep.isa.Instruction.Move;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import dev.skep.language.Mode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Functions that are too large for one compilation are cut into regions, and compute the same. */
class LargeProgramTest {
    private static final int KERNEL_LIMIT = 1_000_000;
    private static final int STEP_INSTRUCTIONS = 4;

    @Test
    void functionOfOrdinarySizeIsOneRegion() {
        RegionPlan plan = new RegionPlan(FlowGraph.of(steps(RegionPlan.MAX_INSTRUCTIONS)));
        assertThat(plan.regions()).isEqualTo(1);
        assertThat(plan.isClosed(0)).isTrue();
    }

    @Test
    void largeFunctionIsCutIntoRegionsOfBoundedSize() {
        FlowGraph graph = FlowGraph.of(steps(20_000));
        RegionPlan plan = new RegionPlan(graph);
        assertThat(plan.regions()).isBetween(10, 30);
        for (int region = 0; region < plan.regions(); region++) {
            int slots = graph.end(plan.endBlock(region) - 1) - graph.start(plan.firstBlock(region));
            assertThat(slots).isLessThanOrEqualTo(RegionPlan.MAX_INSTRUCTIONS);
        }
    }

    @Test
    void cutsAvoidLoops() {
        List<Instruction> code = new ArrayList<>(steps(1200).instructions());
        code.removeLast();
        int loop = code.size();
        code.addAll(steps(1000).instructions());
        code.removeLast();
        code.add(new Branch(Width.W64, Condition.NE, Register.R1, new Immediate(0), loop - code.size() - 1));
        code.addAll(steps(2000).instructions());
        FlowGraph graph = FlowGraph.of(Bytecode.of(code));
        RegionPlan plan = new RegionPlan(graph);
        assertThat(plan.regions()).isGreaterThan(1);
        assertThat(plan.regionOf(graph.blockAt(loop))).isEqualTo(plan.regionOf(graph.blockOf(loop + 1000)));
    }

    @Test
    void tenThousandInstructionsComputeTheSameInterpretedAndCompiled() {
        try (Engine engine = Engine.open()) {
            LoadedProgram program = engine.load(steps(10_000));
            assertThat(engine.run(program, 3, 0)).isEqualTo(result(10_000, 3));
            assertThat(program.code().callTargets()).hasSizeGreaterThan(5);
        }
    }

    @Test
    void loopOverSeveralRegionsKeepsItsRegisters() {
        List<Instruction> code = new ArrayList<>(steps(8_000).instructions());
        code.removeLast();
        code.addFirst(new Move(Width.W64, Register.R6, new Immediate(0)));
        code.add(new Alu(Width.W64, AluOperator.ADD, Register.R6, new Immediate(1)));
        code.add(new Branch(Width.W64, Condition.EQ, Register.R6, new Immediate(50), 1));
        code.add(new LongJump(-code.size()));
        code.add(new Move(Width.W64, Register.R0, Register.R6));
        code.add(new Exit());
        try (Engine engine = Engine.open()) {
            assertThat(engine.run(engine.load(Bytecode.of(code)), 3, 0)).isEqualTo(50);
        }
    }

    @Test
    void aMillionInstructionsRun() {
        try (Engine engine = Engine.open()) {
            LoadedProgram program = engine.load(steps(KERNEL_LIMIT));
            assertThat(program.run(engine.invocation(program), 3, 0)).isEqualTo(result(KERNEL_LIMIT, 3));
            assertThat(Engine.expectedMode()).isIn((Object[]) Mode.values());
        }
    }

    /**
     * A program of so many instructions, the sum over steps with a jump each: {@code if r1 == step goto next; r0 +=
     * step; r0 ^= r1}.
     */
    private static Bytecode steps(int instructions) {
        List<Instruction> code = new ArrayList<>();
        code.add(new Move(Width.W64, Register.R0, new Immediate(0)));
        for (int step = 0; code.size() + STEP_INSTRUCTIONS < instructions; step++) {
            code.add(new Branch(Width.W64, Condition.EQ, Register.R1, new Immediate(step), 1));
            code.add(new Alu(Width.W64, AluOperator.ADD, Register.R0, new Immediate(step)));
            code.add(new Alu(Width.W64, AluOperator.XOR, Register.R0, Register.R1));
        }
        while (code.size() < instructions - 1) {
            code.add(new Alu(Width.W64, AluOperator.ADD, Register.R0, new Immediate(0)));
        }
        code.add(new Exit());
        return Bytecode.of(code);
    }

    private static long result(int instructions, long r1) {
        long sum = 0;
        int size = 1;
        for (int step = 0; size + STEP_INSTRUCTIONS < instructions; step++) {
            if (r1 != step) {
                sum += step;
            }
            sum ^= r1;
            size += 3;
        }
        return sum;
    }
}
