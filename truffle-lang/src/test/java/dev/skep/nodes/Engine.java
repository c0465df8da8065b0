package dev.skep.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.oracle.truffle.api.CallTarget;
import dev.skep.isa.Assembler;
import dev.skep.isa.Bytecode;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.language.BpfEngine;
import dev.skep.language.Mode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An engine for tests, in the mode that the build says this run of the suite is for. What it runs, it runs twice:
 * interpreted, and in compiled mode once more when all code that was reached has been compiled.
 */
final class Engine implements AutoCloseable {
    private static final String MODE_PROPERTY = "skep.mode";

    private final BpfEngine engine;
    final Kernel kernel;

    Engine(KernelConfig config) {
        engine = BpfEngine.open(
                Map.of("engine.BackgroundCompilation", "false", "engine.CompilationFailureAction", "Throw"));
        kernel = new Kernel(config);
        assertThat(engine.mode()).isEqualTo(expectedMode());
    }

    static Engine open() {
        return new Engine(KernelConfig.reference());
    }

    /** What this run of the suite is for. */
    static Mode expectedMode() {
        String mode = System.getProperty(MODE_PROPERTY);
        assertThat(mode).as("system property " + MODE_PROPERTY).isNotNull();
        return Mode.valueOf(mode.toUpperCase(Locale.ROOT));
    }

    LoadedProgram load(Bytecode code, BpfMap... maps) {
        return load("test", ProgramType.XDP, code, maps);
    }

    LoadedProgram load(String name, ProgramType type, Bytecode code, BpfMap... maps) {
        return executable(loadProgram(name, type, code, maps));
    }

    BpfProgram loadProgram(String name, ProgramType type, Bytecode code, BpfMap... maps) {
        return engine.loadUnverified(kernel, ProgramImage.raw(name, type, code, List.of(maps)));
    }

    static LoadedProgram executable(BpfProgram program) {
        return (LoadedProgram) program.executable();
    }

    LoadedProgram assemble(String text, BpfMap... maps) {
        return load(Assembler.assemble(text), maps);
    }

    Invocation invocation(LoadedProgram program) {
        BpfProgram owner = kernel.programs().all().stream()
                .filter(candidate -> candidate.executable() == program)
                .findFirst()
                .orElseThrow();
        return new Invocation(kernel).on(0, owner, null);
    }

    /**
     * r0 of a program that is run with these values in r1 and r2; in compiled mode it must be the same before and after
     * compilation.
     */
    long run(LoadedProgram program, long r1, long r2) {
        long interpreted = program.run(invocation(program), r1, r2);
        if (engine.mode() == Mode.COMPILED) {
            compile(program);
            assertThat(program.run(invocation(program), r1, r2)).isEqualTo(interpreted);
        }
        return interpreted;
    }

    long run(LoadedProgram program) {
        return run(program, 0, 0);
    }

    long run(String assembly, BpfMap... maps) {
        return run(assemble(assembly, maps));
    }

    /** Compiles all call targets of a program that a run has reached, and asserts that they are. */
    void compile(LoadedProgram program) {
        assertThat(engine.mode()).isEqualTo(Mode.COMPILED);
        for (CallTarget target : program.code().callTargets()) {
            CompiledCode.compile(target);
        }
    }

    BpfEngine engine() {
        return engine;
    }

    @Override
    public void close() {
        engine.close();
    }
}
