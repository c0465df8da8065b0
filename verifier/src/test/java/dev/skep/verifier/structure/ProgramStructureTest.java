package dev.skep.verifier.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.isa.Assembler;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Instruction;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProgramStructureTest {
    private static int[] slots(ProgramStructure structure, IntPredicate claim) {
        return IntStream.range(0, structure.code().size()).filter(claim).toArray();
    }

    /** {@code visit_insn()}: a branch is compared before it runs, and where it leads to. */
    @Test
    void branchesAndTheirTargetsArePrunePoints() {
        ProgramStructure structure = Examination.of("""
                0: r0 = 0
                1: if r1 == 0 goto pc+2
                2: r0 = 1
                3: r2 = 2
                4: r3 = 3
                5: exit
                """).structure();
        assertThat(slots(structure, structure::isPrunePoint)).containsExactly(1, 4);
        assertThat(slots(structure, structure::isJumpPoint)).containsExactly(4);
        assertThat(slots(structure, structure::forcesCheckpoint)).isEmpty();
    }

    @Test
    void whatFollowsACallIsAPrunePointAndACallOfAFunctionItself() {
        ProgramStructure structure = Examination.of("""
                0: call bpf_get_prandom_u32#7
                1: r6 = r0
                2: call pc+2
                3: r0 = 0
                4: exit
                5: r0 = 0
                6: exit
                """).structure();
        assertThat(slots(structure, structure::isPrunePoint)).containsExactly(1, 2, 3, 5);
        assertThat(slots(structure, structure::isJumpPoint)).containsExactly(1, 3, 5);
    }

    @Test
    void mayGotoForcesACheckpoint() {
        ProgramStructure structure = Examination.of("""
                0: r0 = 0
                1: may_goto pc+1
                2: goto pc-2
                3: exit
                """).structure();
        assertThat(slots(structure, structure::forcesCheckpoint)).containsExactly(1);
        assertThat(slots(structure, structure::isPrunePoint)).containsExactly(1, 3);
        assertThat(structure.loop(1)).isEqualTo(1);
        assertThat(structure.loop(0)).isZero();
    }

    @Test
    void callsThatCallBackForceACheckpoint() {
        ProgramStructure structure = Examination.of("""
                  r1 = 1
                  r2 = subprog[callback]
                  r3 = 0
                  r4 = 0
                  call bpf_loop#181
                  r0 = 0
                  exit
                callback:
                  r0 = 0
                  exit
                """).structure();
        assertThat(slots(structure, structure::callsCallback)).containsExactly(5);
        assertThat(slots(structure, structure::forcesCheckpoint)).containsExactly(5);
        assertThat(slots(structure, structure::isPrunePoint)).containsExactly(1, 3, 5, 6, 8);
        assertThat(slots(structure, structure::isJumpPoint)).containsExactly(3, 5, 6, 8);
    }

    @Test
    void functionsInheritWhatTheyCall() {
        ProgramStructure structure =
                Examination.of("sched_cls", Assembler.assemble("""
                  call middle
                  r0 = 0
                  exit
                middle:
                  call leaf
                  exit
                leaf:
                  call bpf_skb_store_bytes#9
                  exit
                """), List.of()).structure();
        assertThat(structure.subprograms())
                .extracting(subprogram -> subprogram.has(SubprogramTrait.CHANGES_PACKET))
                .containsExactly(true, true, true);
    }

    @Test
    void slotsComeAfterThoseThatFollowThem() {
        ProgramStructure structure = Examination.of("""
                0: r0 = 0
                1: if r1 == 0 goto pc+1
                2: r0 = 1
                3: exit
                """).structure();
        assertThat(structure.postorder(0)).containsExactly(3, 2, 1, 0);
        assertThat(structure.successors(1)).containsExactly(2, 3);
    }

    @Test
    void unprivilegedProgramsMayNotLoop() {
        Examination examination = Examination.unprivileged("""
                0: r0 = 0
                1: if r1 == 0 goto pc+1
                2: goto pc-2
                3: exit
                """);
        assertThat(examination.errno()).isEqualTo(22);
        assertThat(examination.log()).isEqualTo("""
                func#0 @0
                2: ; source of 2
                1: ; source of 1
                back-edge from insn 2 to 1""");
    }

    @Test
    void unprivilegedProgramsMayNotCallFunctions() {
        Examination examination = Examination.unprivileged("call pc+1\nexit\nr0 = 0\nexit");
        assertThat(examination.errno()).isEqualTo(1);
        assertThat(examination.log())
                .isEqualTo("loading/calling other bpf or kernel functions are allowed for CAP_BPF and CAP_SYS_ADMIN");
    }

    @Test
    void aProgramHasAtMost256Functions() {
        assertThat(Examination.of(functions(256)).errno()).isZero();
        Examination tooMany = Examination.of(functions(257));
        assertThat(tooMany.errno()).isEqualTo(7);
        assertThat(tooMany.log()).isEqualTo("too many subprograms");
    }

    /** The answers of a 6.18 kernel to calls of kernel functions that it does not have. */
    @Test
    void kernelFunctionsMustBeThere() {
        assertThat(kfuncCall(5, 0)).isEqualTo("kernel btf_id 5 is not a function");
        assertThat(kfuncCall(5, 1))
                .isEqualTo("kfunc offset > 0 without fd_array is invalid\nfailed to find BTF for kernel function");
        assertThat(kfuncCall(0, -1))
                .isEqualTo("negative offset disallowed for kernel module function call\n"
                        + "failed to find BTF for kernel function");
        assertThat(kfuncCall(0, 0)).startsWith("func#0 @0\nLive regs");
    }

    private static String kfuncCall(int btfId, int descriptorIndex) {
        Bytecode code = Bytecode.of(List.of(new Instruction.CallKfunc(btfId, descriptorIndex), new Instruction.Exit()));
        return Examination.of("socket_filter", code, List.of()).log();
    }

    private static String functions(int count) {
        StringBuilder program = new StringBuilder();
        for (int number = 1; number < count; number++) {
            program.append("call f").append(number).append('\n');
        }
        program.append("r0 = 0\nexit\n");
        for (int number = 1; number < count; number++) {
            program.append('f').append(number).append(":\nr0 = 0\nexit\n");
        }
        return program.toString();
    }

    /** Branch behind branch, two hundred thousand deep. */
    @Test
    void longProgramsAreExaminedWithoutRecursion() {
        long[] slots = new long[200_000];
        Arrays.fill(slots, 0x1_0015L);
        slots[slots.length - 3] = 0xb7;
        slots[slots.length - 2] = 0xb7;
        slots[slots.length - 1] = 0x95;
        Examination examination = Examination.of("socket_filter", Bytecode.of(slots), List.of());
        assertThat(examination.structure().liveRegisters(0)).isEqualTo(1);
    }
}
