package dev.skep.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

class AssemblerTest {
    @Test
    void readsTheLogOfTheKernelsVerifier() {
        Bytecode code = Assembler.assemble("""
                0: (b7) r0 = 0                        ; R0=0
                1: (7a) *(u64 *)(r10 -8) = 1          ; R10=fp0 fp-8=1
                2: (db) r0 = atomic64_xchg((u64 *)(r10 -8), r0)       ; R0=1 R10=fp0 fp-8=mmmmmmmm
                3: (15) if r0 == 0xffffff80 goto pc+0
                4: (95) exit
                """);
        assertThat(code)
                .hasToString("b7000000000000007a0af8ff01000000db0af8ffe10000001500000080ffffff9500000000000000");
    }

    @Test
    void labelsStandForOffsets() {
        Bytecode code = Assembler.assemble("""
                start:
                  r1 = 0x1
                  if w1 s> 5 goto out
                  r2 = subprog[callback]
                  call callback
                  goto start
                out:
                  exit
                callback:
                  may_goto callback
                  gotol out
                """);
        assertThat(code).isEqualTo(Assembler.assemble("""
                r1 = 0x1
                if w1 s> 5 goto pc+4
                r2 = subprog[+4]
                call pc+2
                goto pc-7
                exit
                may_goto pc-1
                gotol pc-3
                """));
    }

    @Test
    void slotsThatAreNoInstructionCanBeWritten() {
        Bytecode code = Assembler.assemble(".8byte 0xff");
        assertThat(code.at(0)).isEqualTo(new Instruction.Invalid(0xff));
    }

    @Test
    void saysWhichLineItCannotRead() {
        List<String> bad = List.of(
                "r1 = w2",
                "r1 = (s8)w2",
                "r16 = 5",
                "r1 ?= 2",
                "r1 = be16 r2",
                "w1 = (s32)w2",
                "if r1 == w2 goto pc+0",
                "goto nowhere",
                "r1 = 99999999999",
                "(07) r1 = 5",
                "goto pc+40000",
                "r1 = *(u24 *)(r2 +0)",
                "r2 = atomic_fetch_add((u32 *)(r10 -8), r1)",
                "r1 = atomic64_fetch_add((u32 *)(r10 -8), r1)");
        for (String line : bad) {
            assertThatExceptionOfType(MalformedAssemblyException.class)
                    .as(line)
                    .isThrownBy(() -> Assembler.assemble("exit\n" + line))
                    .withMessageStartingWith("line 2: ");
        }
    }
}
