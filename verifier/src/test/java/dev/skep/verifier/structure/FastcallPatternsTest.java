package dev.skep.verifier.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.isa.Assembler;
import dev.skep.isa.Bytecode;
import dev.skep.isa.InstructionClass;
import dev.skep.isa.RawInstruction;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FastcallPatternsTest {
    private static final int FRAME_POINTER = 10;

    private static ProgramStructure xdp(String assembly) {
        return Examination.of("xdp", Assembler.assemble(assembly), List.of()).structure();
    }

    private static int[] slots(ProgramStructure structure, IntPredicate claim) {
        return IntStream.range(0, structure.code().size()).filter(claim).toArray();
    }

    @Test
    void savesAroundACallThatKeepsTheRegisterAreIdle() {
        ProgramStructure structure = xdp("""
                0: r1 = 1
                1: *(u64 *)(r10 -16) = r1
                2: call bpf_get_smp_processor_id#8
                3: r1 = *(u64 *)(r10 -16)
                4: exit
                """);
        assertThat(structure.fastcallSaves(2)).isEqualTo(1);
        assertThat(slots(structure, structure::isFastcallSave)).containsExactly(1, 3);
        assertThat(structure.fastcallStackOffset(0)).isEqualTo(-8);
        assertThat(structure.keepsFastcallStack(0)).isFalse();
    }

    /** {@code bpf_ktime_get_ns} keeps the registers too, but stays a call. */
    @Test
    void savesAroundARealCallStay() {
        ProgramStructure structure = xdp("""
                0: r1 = 1
                1: *(u64 *)(r10 -16) = r1
                2: call bpf_ktime_get_ns#5
                3: r1 = *(u64 *)(r10 -16)
                4: exit
                """);
        assertThat(structure.fastcallSaves(2)).isZero();
        assertThat(structure.keepsFastcallStack(0)).isTrue();
    }

    /**
     * Random saves around calls, whole and spoiled, jumps into them among them, with the depth of the stack that a 6.18
     * kernel gives.
     */
    @Test
    void stacksShrinkAsInTheKernel() {
        List<String[]> rows = Resource.rows("kernel-6.18-fastcalls.tsv");
        assertThat(rows).hasSize(150);
        for (String[] row : rows) {
            Bytecode code = Bytecode.of(HexFormat.of().parseHex(row[0]));
            ProgramStructure structure = Examination.of("xdp", code, List.of()).structure();
            assertThat(stackDepth(structure)).as(row[0]).isEqualTo(Integer.parseInt(row[1]));
        }
    }

    /** What is left of the stack when idle saves are removed, which nobody else may touch then. */
    private static int stackDepth(ProgramStructure structure) {
        int border = structure.fastcallStackOffset(0);
        boolean idle = slots(structure, slot -> structure.fastcallSaves(slot) != 0).length != 0;
        boolean kept = !idle || structure.keepsFastcallStack(0);
        int depth = 0;
        for (int slot = 0; slot < structure.code().size(); slot++) {
            RawInstruction raw = structure.code().raw(slot);
            if (usesStack(raw)) {
                depth = Math.max(depth, -raw.offset());
                kept |= !structure.isFastcallSave(slot) && raw.offset() < border;
            }
        }
        return kept ? depth : -border;
    }

    private static boolean usesStack(RawInstruction raw) {
        InstructionClass kind = raw.instructionClass();
        boolean stores = kind == InstructionClass.ST || kind == InstructionClass.STX;
        return (stores && raw.dst() == FRAME_POINTER) || (kind == InstructionClass.LDX && raw.src() == FRAME_POINTER);
    }
}
