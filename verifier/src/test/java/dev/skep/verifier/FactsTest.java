package dev.skep.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.isa.Assembler;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FactsTest {
    private final Kernel kernel = new Kernel(KernelConfig.reference());

    private BpfMap map(MapType type) {
        return kernel.maps().create(MapSpec.of("m", type, 4, 4, 4));
    }

    private static Facts facts(ProgramType type, String assembly, BpfMap... maps) {
        ProgramImage program = ProgramImage.raw("p", type, Assembler.assemble(assembly), List.of(maps));
        Verdict verdict = Verifier.verify(program, VerifierOptions.usual());
        if (verdict instanceof Verdict.Accepted accepted) {
            return accepted.facts();
        }
        throw new AssertionError(verdict.log());
    }

    /** The worked example of {@link Facts}. */
    @Test
    void whatHoldsOnEveryPathIsKnown() {
        BpfMap map = map(MapType.HASH);
        Facts facts = facts(ProgramType.SCHED_CLS, """
                r6 = *(u32 *)(r1 +0)
                *(u32 *)(r10 -4) = r6
                r2 = r10
                r2 += -4
                r1 = map[fd:0]
                call 1
                r0 = 0
                if r0 == 0x0 goto pc+1
                call 23
                exit
                """, map);
        assertEquals(MemoryRole.CONTEXT, facts.memory(0));
        assertEquals(0, facts.contextBytes(0));
        assertEquals(MemoryRole.PLAIN, facts.memory(1));
        assertSame(map, facts.map(6));
        assertNull(facts.map(1));
        assertTrue(facts.isDead(9));
        assertFalse(facts.isDead(8));
        assertFalse(facts.isDead(10));
        assertTrue(facts.hasDeadCode());
    }

    @Test
    void aPartOfAContextFieldKnowsTheWholeField() {
        Facts facts = facts(ProgramType.SCHED_CLS, """
                r0 = *(u8 *)(r1 +0)
                exit
                """);
        assertEquals(MemoryRole.CONTEXT, facts.memory(0));
        assertEquals(4, facts.contextBytes(0));
        assertFalse(facts.hasDeadCode());
    }

    @Test
    void aMapThatDiffersByPathIsNotConstant() {
        Facts facts = facts(ProgramType.SCHED_CLS, """
                r6 = *(u32 *)(r1 +0)
                *(u32 *)(r10 -4) = r6
                r2 = r10
                r2 += -4
                r1 = map[fd:0]
                if r6 == 0x0 goto pc+2
                r1 = map[fd:1]
                call 1
                r0 = 0
                exit
                """, map(MapType.HASH), map(MapType.HASH));
        assertNull(facts.map(9));
    }

    @Test
    void aConstantTailCallKeyIsKnown() {
        Facts facts = facts(ProgramType.SCHED_CLS, """
                r2 = map[fd:0]
                r3 = 2
                call 12
                r0 = 0
                exit
                """, map(MapType.PROG_ARRAY));
        assertEquals(OptionalLong.of(2), facts.tailCallKey(3));
        assertEquals(OptionalLong.empty(), facts.tailCallKey(0));
    }

    /** The upper half of w0 is read by the exit, that of w6 by nobody. */
    @Test
    void whoReadsUpperHalvesIsKnown() {
        Facts facts = facts(ProgramType.SCHED_CLS, """
                w6 = *(u32 *)(r1 +0)
                w6 += 1
                w0 = 1
                exit
                """.replace("w6 = *(u32", "r6 = *(u32"));
        assertFalse(facts.isReadWhole(1));
        assertTrue(facts.isReadWhole(2));
    }

    @Test
    void nobodysFactsAreNone() {
        assertFalse(Facts.NONE.isDead(0));
        assertEquals(OptionalInt.empty(), Facts.NONE.inlinedLoop(0));
        assertEquals(MemoryRole.PLAIN, Facts.NONE.memory(0));
    }
}
