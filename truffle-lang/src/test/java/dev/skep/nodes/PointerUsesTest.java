package dev.skep.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.isa.Assembler;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PointerUsesTest {
    private static int[] shared(String text) {
        FlowGraph graph = FlowGraph.of(Assembler.assemble(text));
        PointerUses uses = new PointerUses(graph);
        return IntStream.range(0, graph.code().size()).filter(uses::isShared).toArray();
    }

    @Test
    void onePointerWithSeveralOffsetsIsShared() {
        assertThat(shared("""
                r2 = *(u8 *)(r6 +0)
                r3 = *(u8 *)(r6 +1)
                r6 += 2
                r4 = *(u8 *)(r6 +0)
                exit
                """)).containsExactly(0, 1);
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
    void valuesAreFollowedToBlocksWithOnePredecessor() {
        assertThat(shared("""
                  r2 = *(u8 *)(r6 +0)
                  if r2 != 0 goto out
                  r3 = *(u8 *)(r6 +4)
                out:
                  r4 = *(u8 *)(r6 +8)
                  exit
                """)).containsExactly(0, 2);
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
