package dev.skep.hostkernel.random;

import dev.skep.btf.Btf;
import dev.skep.isa.Bytecode;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.FunctionRecord;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import java.util.List;

/**
 * A program with all that it takes to judge and to run it.
 *
 * @param packet what it is run on
 * @param repeatable whether two runs, on whatever machine, give the same
 */
record RandomProgram(
        ProgramType type,
        AttachType attachType,
        int flags,
        Bytecode code,
        List<MapSpec> maps,
        Btf btf,
        List<FunctionRecord> functions,
        byte[] packet,
        boolean repeatable) {
    ProgramImage image(List<BpfMap> live) {
        return new ProgramImage(
                "random", "", type, attachType, code, live, btf, functions, List.of(), "GPL", flags, "");
    }

    RandomProgram withCode(Bytecode value, List<FunctionRecord> newFunctions) {
        return new RandomProgram(type, attachType, flags, value, maps, btf, newFunctions, packet, repeatable);
    }
}
