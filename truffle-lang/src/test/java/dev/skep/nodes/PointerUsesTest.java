package dev.skep.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.isa.Assembler;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Register;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PointerUsesTest {
    /** What goes to memory through a pointer that others use too, in the order of the region's blocks. */
    private static List<MemoryOperand> operands(String text) {
        Bytecode code = Assembler.assemble(text);
        FlowGraph graph = FlowGraph.of(code);
        ProgramImage image = ProgramImage.raw("test", ProgramType.XDP, code, List.of());
        Liveness liveness = new Liveness(graph, new KernelFunctions(image, KernelTypes.reference()).arities());
        RegionEdges edges = new RegionEdges(graph, new Costs(graph), new RegionPlan(graph), 0);
        PointerUses uses = new PointerUses(graph, liveness, edges);
        List<MemoryOperand> result = new ArrayList<>();
        for (int index = 0; index < edges.places().size(); index++) {
            int block = edges.places().get(index).block();
            for (int slot = graph.start(block); slot < graph.end(block); slot++) {
                result.add(uses.at(index).operand(slot, Register.of(0), 0));
            }
        }
        return result.stream().filter(operand -> operand.shared() != null).toList();
    }

    /** The slots of the instructions that share their pointer. */
    private static List<Integer> shared(String text) {
        return operands(text).stream().map(MemoryOperand::slot).toList();
    }

    /** How far they are from the shared pointer. */
    private static List<Integer> distances(String text) {
        return operands(text).stream()
                .map(operand -> Objects.requireNonNull(operand.shared()).reach())
                .toList();
    }

    @Test
    void onePointerWithSeveralOffsetsIsShared() {
        assertThat(shared("""
                r2 = *(u8 *)(r6 +0)
                r3 = *(u8 *)(r6 +1)
                r6 += 2
                r6 = *(u64 *)(r6 +0)
                r4 = *(u8 *)(r6 +0)
                exit
                """)).containsExactly(0, 1, 3);
    }

    @Test
    void aConstantLeadsToAnotherDistanceFromTheSamePointer() {
        assertThat(distances("""
                r2 = *(u8 *)(r6 +0)
                r6 += 14
                r2 = *(u8 *)(r6 +0)
                r6 -= 20
                r2 = *(u8 *)(r6 +0)
                exit
                """)).containsExactly(0, 14, -6);
    }

    @Test
    void sumsOfTheSameRegistersAreTheSame() {
        assertThat(distances("""
                r4 = r2
                r4 += r3
                r0 = *(u8 *)(r4 +0)
                r3 += 2
                r4 = r3
                r4 += r2
                r0 = *(u8 *)(r4 +0)
                r4 = r2
                r4 += r2
                r0 = *(u8 *)(r4 +0)
                exit
                """)).containsExactly(0, 2);
    }

    @Test
    void aSumIsTakenApartWhileItsPartsAreThere() {
        String sums = """
                r4 = r2
                r4 += r3
                r0 = *(u8 *)(r4 +0)
                r3 += 2
                r2 += 5
                r4 = r3
                r4 += r2
                %s
                r0 = *(u8 *)(r4 +0)
                exit
                """;
        assertThat(operands(sums.formatted("r5 = 0")))
                .element(1)
                .extracting(MemoryOperand::shared)
                .isEqualTo(new SharedPointer.Sum(2, 5, 3, 2, 0, 7));
        assertThat(operands(sums.formatted("r3 = 0")))
                .element(1)
                .extracting(MemoryOperand::shared)
                .isEqualTo(new SharedPointer.Distance(4, 7, 7));
    }

    @Test
    void partsThatNobodyReadsAnyMoreMayBeGone() {
        assertThat(operands("""
                  r4 = r2
                  r4 += r3
                  r0 = *(u8 *)(r4 +0)
                  r3 += 2
                  r4 = r3
                  r4 += r2
                  if r0 == 0 goto out
                  r0 = *(u8 *)(r4 +0)
                out:
                  exit
                """))
                .element(1)
                .extracting(MemoryOperand::shared)
                .isEqualTo(new SharedPointer.Distance(4, 2, 2));
    }

    @Test
    void halvesOfRegistersAreNotFollowed() {
        assertThat(shared("""
                r0 = *(u8 *)(r6 +0)
                w6 += 4
                r0 = *(u8 *)(r6 +0)
                exit
                """)).isEmpty();
    }

    @Test
    void whatSixteenBitsDoNotReachIsAnotherPointer() {
        assertThat(distances("""
                r0 = *(u8 *)(r6 +0)
                r6 += 32767
                r0 = *(u8 *)(r6 +0)
                r6 += 1
                r0 = *(u8 *)(r6 +0)
                r0 = *(u8 *)(r6 +1)
                exit
                """)).containsExactly(0, 32767, 0, 1);
    }

    @Test
    void theRoundsOfAnUnrolledLoopShareThePointerOfTheFirst() {
        assertThat(distances("""
                  r0 = 0
                again:
                  r2 = *(u8 *)(r6 +0)
                  r0 += r2
                  r6 += 2
                  if r6 != r7 goto again
                  exit
                """)).containsExactly(0, 2, 4, 6, 8, 10, 12, 14);
    }

    @Test
    void aJumpBackIsPartOfTheRound() {
        assertThat(distances("""
                  r3 = 0
                again:
                  r4 = r2
                  r4 += r3
                  r5 = *(u16 *)(r4 +0)
                  r3 += 2
                  if r3 == 1500 goto out
                  goto again
                out:
                  r0 = r5
                  exit
                """)).containsExactly(0, 2, 4, 6, 8, 10, 12, 14);
    }

    @Test
    void whatBlocksDisagreeAboutIsUnknown() {
        assertThat(distances("""
                  r0 = *(u8 *)(r6 +0)
                  r7 = r6
                  if r0 != 0 goto far
                  r6 += 2
                  r7 += 2
                  goto both
                far:
                  r6 += 4
                  r7 += 2
                both:
                  r0 = *(u8 *)(r6 +0)
                  r0 = *(u8 *)(r7 +0)
                  exit
                """)).containsExactly(0, 2);
    }

    @Test
    void theSameOffsetTwiceIsOneAddress() {
        assertThat(shared("""
                r2 = *(u64 *)(r6 +8)
                r2 += 1
                *(u64 *)(r6 +8) = r2
                exit
                """)).isEmpty();
    }

    @Test
    void copiesOfAPointerAreThePointer() {
        assertThat(shared("""
                r7 = r6
                r2 = *(u8 *)(r6 +0)
                w6 = w2
                *(u8 *)(r7 +1) = r2
                exit
                """)).containsExactly(1, 3);
    }

    @Test
    void valuesAreFollowedAlongEdges() {
        assertThat(shared("""
                  r2 = *(u8 *)(r6 +0)
                  if r2 != 0 goto out
                  r3 = *(u8 *)(r6 +4)
                out:
                  r4 = *(u8 *)(r6 +8)
                  exit
                """)).containsExactly(0, 2, 3);
    }

    @Test
    void theFramePointerIsAConstant() {
        assertThat(shared("""
                *(u64 *)(r10 -8) = 0
                *(u64 *)(r10 -16) = 0
                exit
                """)).isEmpty();
    }
}
