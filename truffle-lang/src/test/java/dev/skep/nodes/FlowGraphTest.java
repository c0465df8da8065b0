package dev.skep.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.isa.Assembler;
import org.junit.jupiter.api.Test;

class FlowGraphTest {
    @Test
    void jumpsAndTheirTargetsDelimitBlocks() {
        FlowGraph graph = graph("""
                  r1 = 10
                loop:
                  r1 += -1
                  if r1 != 0 goto loop
                  exit
                """);
        assertThat(graph.blocks()).isEqualTo(3);
        assertThat(graph.fall(0)).isEqualTo(1);
        assertThat(graph.taken(1)).isEqualTo(1);
        assertThat(graph.fall(1)).isEqualTo(2);
        assertThat(graph.fall(2)).isEqualTo(FlowGraph.RETURN);
    }

    @Test
    void jumpsOutOfTheProgramLeadOutside() {
        FlowGraph graph = graph("""
                if r1 != 0 goto pc+100
                goto pc-100
                """);
        assertThat(graph.taken(0)).isEqualTo(FlowGraph.OUTSIDE);
        assertThat(graph.fall(1)).isEqualTo(FlowGraph.OUTSIDE);
    }

    @Test
    void programWithoutExitLeadsOutside() {
        FlowGraph graph = graph("r0 = 0");
        assertThat(graph.fall(0)).isEqualTo(FlowGraph.OUTSIDE);
    }

    @Test
    void jumpIntoATwoSlotLoadHasABlockThatTheLoadDoesNotFallInto() {
        FlowGraph graph = graph("""
                if r1 != 0 goto pc+1
                r0 = 0x1
                exit
                """);
        int tail = graph.blockAt(2);
        assertThat(graph.taken(0)).isEqualTo(tail);
        assertThat(graph.fall(graph.blockAt(1))).isEqualTo(FlowGraph.RETURN);
        assertThat(graph.fall(tail)).isEqualTo(FlowGraph.OUTSIDE);
    }

    @Test
    void callsAndFunctionPointersMarkWhereFunctionsBegin() {
        FlowGraph graph = graph("""
                  r2 = subprog[callback]
                  call function
                  exit
                function:
                  exit
                callback:
                  exit
                """);
        assertThat(graph.isFunctionStartSlot(0)).isTrue();
        assertThat(graph.isFunctionStartSlot(3)).isFalse();
        assertThat(graph.isFunctionStartSlot(4)).isTrue();
        assertThat(graph.isFunctionStartSlot(5)).isTrue();
    }

    @Test
    void tailCallsEndBlocksSinceTheyMayNotComeBack() {
        FlowGraph graph = graph("""
                call bpf_tail_call#12
                exit
                """);
        assertThat(graph.blocks()).isEqualTo(2);
        assertThat(graph.taken(0)).isEqualTo(FlowGraph.RETURN);
        assertThat(graph.fall(0)).isEqualTo(1);
    }

    private static FlowGraph graph(String text) {
        return FlowGraph.of(Assembler.assemble(text));
    }
}
