package dev.skep.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.skep.isa.Assembler;
import dev.skep.isa.Bytecode;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class BpfEngineTest {
    @Test
    void modeIsTheOneThatTheBuildAskedFor() {
        try (BpfEngine engine = BpfEngine.open()) {
            assertThat(engine.mode().name())
                    .isEqualTo(System.getProperty("skep.mode").toUpperCase(Locale.ROOT));
        }
    }

    @Test
    void programRunsInAnyKernel() {
        runInTwoKernels();
    }

    private static void runInTwoKernels() {
        try (BpfEngine engine = BpfEngine.open()) {
            for (int i = 0; i < 2; i++) {
                Kernel kernel = new Kernel(KernelConfig.reference());
                BpfProgram program = engine.loadUnverified(kernel, image(Assembler.assemble("""
                        r0 = 2
                        exit
                        """)));
                assertThat(program.id()).isEqualTo(1);
                assertThat(program.executable().run(new Invocation(kernel).on(0, program, null)))
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void otherThreadsRunProgramsOfTheirOwnKernels() throws InterruptedException {
        try (BpfEngine engine = BpfEngine.open()) {
            long[] results = new long[4];
            Thread[] threads = new Thread[results.length];
            for (int i = 0; i < threads.length; i++) {
                int number = i;
                threads[i] = new Thread(() -> {
                    Kernel kernel = new Kernel(KernelConfig.reference());
                    BpfProgram program =
                            engine.loadUnverified(kernel, image(Assembler.assemble("r0 = " + number + "\nexit\n")));
                    results[number] = program.executable().run(new Invocation(kernel).on(0, program, null));
                });
                threads[i].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(results).containsExactly(0, 1, 2, 3);
        }
    }

    @Test
    void theCompilerWarmsUpOnAProgramThatRunsToItsEnd() {
        try (BpfEngine engine = BpfEngine.open()) {
            CompilerWarmUp.run(engine::loadUnverified);
            engine.warmUpCompiler();
            assertThat(engine.loadUnverified(new Kernel(KernelConfig.reference()), image(Assembler.assemble("exit")))
                            .id())
                    .as("it has a kernel of its own")
                    .isEqualTo(1);
        }
    }

    @Test
    void enginesFollowEachOther() {
        runInTwoKernels();
        runInTwoKernels();
    }

    @Test
    void kernelsThatNobodyHoldsAreLetGo() throws InterruptedException {
        try (BpfEngine engine = BpfEngine.open()) {
            List<WeakReference<Kernel>> kernels = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Kernel kernel = new Kernel(KernelConfig.reference());
                engine.loadUnverified(kernel, image(Assembler.assemble("r0 = 2\nexit")));
                kernels.add(new WeakReference<>(kernel));
            }
            for (int tries = 0; tries < 50 && kernels.stream().noneMatch(kernel -> kernel.refersTo(null)); tries++) {
                System.gc();
                Thread.sleep(10);
            }
            assertThat(kernels).anyMatch(kernel -> kernel.refersTo(null));
        }
    }

    @Test
    void programThatCannotRunIsRefusedWhenItIsLoaded() {
        try (BpfEngine engine = BpfEngine.open()) {
            Kernel kernel = new Kernel(KernelConfig.reference());
            assertThatExceptionOfType(KernelException.class)
                    .isThrownBy(() -> engine.loadUnverified(kernel, image(Bytecode.of())))
                    .withMessageContaining("no instructions");
            assertThatExceptionOfType(KernelException.class)
                    .isThrownBy(() -> engine.loadUnverified(kernel, image(Assembler.assemble("r1 = map[fd:3]"))))
                    .withMessageContaining("instruction 0: map 3, expected 0 to -1");
        }
    }

    private static ProgramImage image(Bytecode code) {
        return ProgramImage.raw("test", ProgramType.XDP, code, List.of());
    }
}
