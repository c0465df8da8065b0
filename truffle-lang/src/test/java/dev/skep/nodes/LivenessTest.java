package dev.skep.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.isa.Assembler;
import dev.skep.isa.Bytecode;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import java.util.List;
import org.junit.jupiter.api.Test;

class LivenessTest {
    @Test
    void registerIsDeadBeforeItIsOverwritten() {
        Liveness liveness = liveness("""
                r0 = r1
                r1 = 5
                r0 += r1
                exit
                """);
        assertThat(liveness.liveAt(0, 0)).isEqualTo(registers(1));
        assertThat(liveness.liveAt(0, 1)).isEqualTo(registers(0));
        assertThat(liveness.liveAt(0, 3)).isEqualTo(registers(0));
    }

    @Test
    void registerThatALoopReadsLivesAroundTheLoop() {
        Liveness liveness = liveness("""
                  r0 = 0
                loop:
                  r0 += r6
                  r1 += -1
                  if r1 != 0 goto loop
                  exit
                """);
        assertThat(liveness.liveIn(0)).isEqualTo(registers(1, 6));
        assertThat(liveness.liveIn(1)).isEqualTo(registers(0, 1, 6));
        assertThat(liveness.liveIn(2)).isEqualTo(registers(0));
    }

    @Test
    void helperReadsOnlyTheArgumentsThatItTakes() {
        Liveness liveness = liveness("""
                call bpf_map_lookup_elem#1
                exit
                """);
        assertThat(liveness.liveIn(0)).isEqualTo(registers(1, 2));
    }

    @Test
    void subprogramReadsWhatIsLiveWhereItBegins() {
        Liveness liveness = liveness("""
                  call function
                  exit
                function:
                  r0 = r3
                  exit
                """);
        assertThat(liveness.liveIn(0)).isEqualTo(registers(3));
    }

    @Test
    void compareAndExchangeReadsAndWritesTheResultRegister() {
        Liveness liveness = liveness("""
                r0 = atomic64_cmpxchg((u64 *)(r1 +0), r0, r2)
                exit
                """);
        assertThat(liveness.liveIn(0)).isEqualTo(registers(0, 1, 2));
    }

    private static Liveness liveness(String text) {
        Bytecode code = Assembler.assemble(text);
        ProgramImage image = ProgramImage.raw("test", ProgramType.XDP, code, List.of());
        return new Liveness(FlowGraph.of(code), new KernelFunctions(image, KernelTypes.reference()).arities());
    }

    private static int registers(int... numbers) {
        int set = 0;
        for (int number : numbers) {
            set |= 1 << number;
        }
        return set;
    }
}
