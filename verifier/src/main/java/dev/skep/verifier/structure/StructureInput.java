package dev.skep.verifier.structure;

import dev.skep.btf.Btf;
import dev.skep.isa.Bytecode;
import dev.skep.kernel.Privilege;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.FunctionRecord;
import dev.skep.kernel.program.LineRecord;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import java.util.List;

/**
 * What the checks look at, as {@code BPF_PROG_LOAD} gets it.
 *
 * @param privilege of who loads the program
 * @param btf the program's types; empty when there are none
 * @param functions what is said about the functions; empty for nothing
 * @param lines where the code comes from; empty for nothing
 */
public record StructureInput(
        Bytecode code,
        ProgramType type,
        AttachType attachType,
        boolean sleepable,
        boolean gplCompatible,
        Privilege privilege,
        Btf btf,
        List<FunctionRecord> functions,
        List<LineRecord> lines,
        ConstantDirectory constants,
        CallDirectory calls) {

    public StructureInput {
        functions = List.copyOf(functions);
        lines = List.copyOf(lines);
    }

    public static StructureInput of(
            ProgramImage image, Privilege privilege, ConstantDirectory constants, CallDirectory calls) {
        return new StructureInput(
                image.code(),
                image.type(),
                image.type().effective(image.attachType()),
                image.has(ProgramImage.F_SLEEPABLE),
                image.isGplCompatible(),
                privilege,
                image.btf(),
                image.functions(),
                image.lines(),
                constants,
                calls);
    }
}
