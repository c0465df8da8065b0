package dev.skep.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.skep.debug.ProgramFault;
import dev.skep.isa.Assembler;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.memory.KernelStruct;
import dev.skep.kernel.net.TestRun;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.language.BpfEngine;
import dev.skep.language.Mode;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.Verifier;
import dev.skep.verifier.VerifierOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the verifier learned about loads and stores decides how they are carried out. */
class VerifierFactsTest {
    /** More calls than a call target needs to be compiled. */
    private static final int MANY = 3000;

    private final Kernel kernel = new Kernel(KernelConfig.reference());
    private final BpfEngine engine = BpfEngine.open(Map.of("engine.BackgroundCompilation", "false"));

    @AfterEach
    void close() {
        engine.close();
    }

    private BpfProgram verified(ProgramType type, String assembly) {
        ProgramImage image = ProgramImage.raw("p", type, Assembler.assemble(assembly), List.of());
        Verdict verdict = Verifier.verify(image, VerifierOptions.onMachine(kernel.config()));
        if (verdict instanceof Verdict.Accepted accepted) {
            return engine.load(kernel, accepted);
        }
        throw new AssertionError(verdict.log());
    }

    private int offset(String struct, String member) {
        KernelStruct one = kernel.structs().allocate(struct, "a test");
        return (int) (one.addressOf(member) - one.address());
    }

    /** {@code bpf_get_current_task_btf()->bio_list->head}, of a task that has no such list. */
    private String throughNull() {
        return """
                call 158
                r1 = *(u64 *)(r0 +%d)
                r0 = *(u64 *)(r1 +8)
                r0 += 7
                exit
                """.formatted(offset("task_struct", "bio_list"));
    }

    @Test
    void aPointerOfAKernelObjectThatLeadsNowhereReadsAsZero() {
        BpfProgram program = verified(ProgramType.KPROBE, throughNull());
        Invocation invocation = new Invocation(kernel).on(0, program, null);
        for (int i = 0; i < MANY; i++) {
            assertThat(program.executable().run(invocation)).isEqualTo(7);
        }
    }

    @Test
    void withoutTheVerifierNobodyKnowsWhatThePointerIs() {
        ProgramImage image = ProgramImage.raw("p", ProgramType.KPROBE, Assembler.assemble(throughNull()), List.of());
        BpfProgram program = engine.loadUnverified(kernel, image);
        assertThatExceptionOfType(ProgramFault.class)
                .isThrownBy(() -> program.executable().run(new Invocation(kernel).on(0, program, null)));
    }

    @Test
    void aContextFieldThatIsReadForTheFirstTimeLeavesCompiledCodeValid() {
        BpfProgram program = verified(ProgramType.SCHED_CLS, """
                  r0 = 1
                  r2 = *(u32 *)(r1 +76)
                  r3 = *(u32 *)(r1 +80)
                  r4 = r2
                  r4 += 14
                  if r4 > r3 goto out
                  r5 = *(u8 *)(r2 +0)
                  if r5 == 0 goto out
                  *(u32 *)(r1 +8) = 9
                  r0 = *(u32 *)(r1 +0)
                out:
                  exit
                """);
        LoadedProgram loaded = (LoadedProgram) program.executable();
        TestRun run = TestRun.of(kernel, program, 0);
        byte[] frame = new byte[100];
        for (int i = 0; i < MANY; i++) {
            assertThat(run.begin(frame, 0, frame.length)).isZero();
            assertThat(loaded.run(run.invocation())).isEqualTo(1);
        }
        assertCompiled(loaded);

        frame[0] = 2;
        assertThat(run.begin(frame, 0, frame.length)).isZero();
        assertThat(loaded.run(run.invocation())).isEqualTo(100);
        assertCompiled(loaded);
    }

    private void assertCompiled(LoadedProgram program) {
        if (engine.mode() == Mode.COMPILED) {
            assertThat(CompiledCode.isCompiled(program.callTarget())).isTrue();
        }
    }
}
