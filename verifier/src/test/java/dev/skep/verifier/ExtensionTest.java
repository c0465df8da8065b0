package dev.skep.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.btf.BtfBuilder;
import dev.skep.btf.BtfType.Func;
import dev.skep.btf.BtfType.FuncProto;
import dev.skep.btf.BtfType.Int;
import dev.skep.btf.BtfType.Linkage;
import dev.skep.btf.BtfType.Param;
import dev.skep.btf.BtfType.Ptr;
import dev.skep.btf.BtfType.Struct;
import dev.skep.isa.Assembler;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.FunctionRecord;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Programs that replace a function of another are judged as it: no kernel here takes them, its sources say how. */
class ExtensionTest {
    private static final VerifierOptions OPTIONS = VerifierOptions.usual().withKernelTypes(KernelTypes.reference());

    /** Calls a global function with its context and a number, which touches the packet no more than it does. */
    private static final ProgramImage TARGET = program(
            ProgramType.XDP, "", "r2 = 7\ncall pc+1\nexit\nr0 = 2\nexit", 3, Linkage.GLOBAL, "xdp_md", "replaced", 2);

    private static ProgramImage extension(String code, String struct, int arguments) {
        return program(ProgramType.EXT, "replaced", code, -1, Linkage.GLOBAL, struct, "instead", arguments);
    }

    /** @param subprogram where the function begins that takes these arguments; -1 when it is the program */
    private static ProgramImage program(
            ProgramType type,
            String target,
            String code,
            int subprogram,
            Linkage linkage,
            String struct,
            String function,
            int arguments) {
        BtfBuilder types = new BtfBuilder();
        int number = types.add(new Int("int", 4, Int.SIGNED, 0, 32));
        int context = types.add(new Ptr(types.add(new Struct(struct, 0, List.of()))));
        List<Param> parameters =
                List.of(new Param("ctx", context), new Param("n", number)).subList(0, arguments);
        int proto = types.add(new FuncProto(number, parameters));
        int declared = types.add(new Func(function, proto, linkage));
        int main = types.add(new Func(
                "main", types.add(new FuncProto(number, List.of(new Param("ctx", context)))), Linkage.GLOBAL));
        return new ProgramImage(
                function,
                "",
                type,
                AttachType.NONE,
                Assembler.assemble(code),
                List.of(),
                types.build(),
                subprogram < 0
                        ? List.of(new FunctionRecord(0, declared))
                        : List.of(new FunctionRecord(0, main), new FunctionRecord(subprogram, declared)),
                List.of(),
                "GPL",
                0,
                target);
    }

    private static String log(ProgramImage extension, ProgramImage target) {
        Verdict verdict = Verifier.verifyExtension(extension, target, OPTIONS);
        return (verdict instanceof Verdict.Accepted ? "accepted: " : "rejected: ") + verdict.log();
    }

    @Test
    void getsTheArgumentsOfTheFunctionAndMayDoWhatTheProgramMay() {
        assertThat(Verifier.verify(TARGET, OPTIONS)).isInstanceOf(Verdict.Accepted.class);
        assertThat(log(extension("r0 = *(u32 *)(r1 +0)\nr0 = 1\nexit", "xdp_md", 2), TARGET))
                .startsWith("accepted: ");
        assertThat(log(extension("r0 = r2\nexit", "xdp_md", 2), TARGET)).startsWith("accepted: ");
        assertThat(log(extension("r0 = r3\nexit", "xdp_md", 2), TARGET))
                .startsWith("rejected: Validating instead() func#0...\n")
                .contains("R3 !read_ok\n");
        assertThat(log(extension("r0 = *(u32 *)(r1 +64)\nexit", "xdp_md", 2), TARGET))
                .contains("invalid bpf_context access off=64 size=4\n");
    }

    @Test
    void mustBeDeclaredAsTheFunctionIs() {
        String code = "r0 = 0\nexit";
        assertThat(log(extension(code, "xdp_md", 1), TARGET))
                .startsWith("rejected: instead() has 1 args while replaced() has 2 args\n");
        assertThat(log(extension(code, "__sk_buff", 2), TARGET))
                .startsWith("rejected: arg0 instead(struct __sk_buff *) doesn't match replaced(struct xdp_md *)\n");
        ProgramImage hidden = program(
                ProgramType.XDP, "", "call pc+1\nexit\nr0 = 2\nexit", 2, Linkage.STATIC, "xdp_md", "replaced", 1);
        assertThat(log(extension(code, "xdp_md", 1), hidden))
                .startsWith("rejected: replaced() is not a global function\n");
        ProgramImage other = program(ProgramType.XDP, "", "r0 = 2\nexit", -1, Linkage.GLOBAL, "xdp_md", "another", 1);
        assertThat(log(extension(code, "xdp_md", 1), other)).startsWith("rejected: Subprog replaced doesn't exist\n");
    }

    @Test
    void withoutATargetThereIsNone() {
        Verdict verdict = Verifier.verify(extension("r0 = 0\nexit", "xdp_md", 1), OPTIONS);
        assertThat(verdict.log()).startsWith("Tracing programs must provide btf_id\n");
    }
}
