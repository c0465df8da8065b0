package dev.skep.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.skep.isa.Assembler;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapFlags;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.map.UpdateFlags;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictMemoryTest {
    private final VerdictMemory memory = new VerdictMemory();

    private static BpfMap map(MapType type, int entries) {
        return new Kernel(KernelConfig.reference())
                .maps()
                .create(MapSpec.of("m", type, type == MapType.QUEUE ? 0 : 4, 4, entries));
    }

    private Verdict verify(String assembly, BpfMap map) {
        ProgramImage program = ProgramImage.raw("p", ProgramType.SCHED_CLS, Assembler.assemble(assembly), List.of(map));
        Verdict verdict = memory.verify(program, VerifierOptions.usual());
        assertEquals(Verifier.verify(program, VerifierOptions.usual()).log(), verdict.log());
        return verdict;
    }

    @Test
    void whatIsKnownAboutMapsIsAboutThoseOfTheOtherKernel() {
        String lookup = """
                *(u32 *)(r10 -4) = 0
                r2 = r10
                r2 += -4
                r1 = map[fd:0]
                call 1
                r0 = 0
                exit
                """;
        for (int kernel = 0; kernel < 3; kernel++) {
            BpfMap map = map(MapType.HASH, 4);
            Verdict.Accepted accepted = assertInstanceOf(Verdict.Accepted.class, verify(lookup, map));
            assertSame(map, accepted.facts().map(5));
            assertSame(map, accepted.program().maps().getFirst());
        }
    }

    @Test
    void anotherBlueprintIsAnotherQuestion() {
        String lookup = """
                *(u32 *)(r10 -4) = 0
                r2 = r10
                r2 += -4
                r1 = map[fd:0]
                call 1
                r0 = 0
                exit
                """;
        assertInstanceOf(Verdict.Accepted.class, verify(lookup, map(MapType.HASH, 4)));
        assertInstanceOf(Verdict.Rejected.class, verify(lookup, map(MapType.QUEUE, 4)));
    }

    /** The program reads a register that nobody has set, unless the constant says that it does not. */
    @Test
    void contentsThatAreConstantArePartOfTheQuestion() {
        String program = """
                r1 = map[fd:0][0]+0
                r0 = *(u32 *)(r1 +0)
                if r0 == 0x0 goto pc+1
                r0 = r5
                exit
                """;
        assertInstanceOf(Verdict.Accepted.class, verify(program, constant(0)));
        assertInstanceOf(Verdict.Rejected.class, verify(program, constant(1)));
        assertInstanceOf(Verdict.Accepted.class, verify(program, constant(0)));
    }

    private static BpfMap constant(int value) {
        BpfMap map = new Kernel(KernelConfig.reference())
                .maps()
                .create(MapSpec.of("m", MapType.ARRAY, 4, 4, 1).withFlags(MapFlags.RDONLY_PROG));
        map.syscall().update(new byte[4], new byte[] {(byte) value, 0, 0, 0}, UpdateFlags.ANY);
        map.syscall().freeze();
        return map;
    }
}
