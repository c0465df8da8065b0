package dev.skep.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.isa.Assembler;
import dev.skep.isa.Bytecode;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.verifier.Facts;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.Verifier;
import dev.skep.verifier.VerifierOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveCodeTest {
    private static Bytecode live(String assembly) {
        Bytecode code = Assembler.assemble(assembly);
        Verdict verdict =
                Verifier.verify(ProgramImage.raw("p", ProgramType.XDP, code, List.of()), VerifierOptions.usual());
        assertThat(verdict).as("%s", verdict.log()).isInstanceOf(Verdict.Accepted.class);
        return LiveCode.of(code, ((Verdict.Accepted) verdict).facts());
    }

    /** The helper behind the branch exists nowhere; an object that tests for it is loaded all the same. */
    @Test
    void aBranchThatIsAlwaysTakenIsAJump() {
        assertThat(live("""
                r0 = 0
                if r0 == 0x0 goto pc+1
                call 9999
                exit
                """)).isEqualTo(Assembler.assemble("""
                r0 = 0
                goto pc+1
                exit
                exit
                """));
    }

    @Test
    void aBranchThatIsNeverTakenGoesOn() {
        assertThat(live("""
                r0 = 0
                if r0 != 0x0 goto pc+1
                exit
                call 9999
                exit
                """)).isEqualTo(Assembler.assemble("""
                r0 = 0
                goto pc+0
                exit
                exit
                exit
                """));
    }

    @Test
    void codeOfWhichAllIsAliveStays() {
        Bytecode code = Assembler.assemble("""
                r0 = 0
                exit
                """);
        assertThat(LiveCode.of(code, Facts.NONE)).isSameAs(code);
    }
}
