package dev.skep.verifier.structure;

import dev.skep.btf.Btf;
import dev.skep.isa.Bytecode;
import dev.skep.kernel.program.ProgramType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the checks look at, as {@code BPF_PROG_LOAD} gets it.
 *
 * @param btf the program's types; needed when there are functions or lines
 * @param functions what is said about the functions; empty for nothing
 * @param lines where the code comes from; empty for nothing
 */
public record StructureInput(
        Bytecode code,
        ProgramType type,
        boolean sleepable,
        Loader loader,
        @Nullable Btf btf,
        List<FunctionRecord> functions,
        List<LineRecord> lines,
        ConstantDirectory constants,
        CallDirectory calls) {

    public StructureInput {
        functions = List.copyOf(functions);
        lines = List.copyOf(lines);
    }
}
