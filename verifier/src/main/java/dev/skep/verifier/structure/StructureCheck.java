package dev.skep.verifier.structure;

import java.util.List;

/** All that is checked before a path is walked, in the kernel's order. */
public final class StructureCheck {
    private StructureCheck() {}

    /**
     * Examines a program.
     *
     * @throws StructureRejection when the kernel would refuse it, after the log said why
     */
    public static ProgramStructure check(StructureInput input, StructureLog log) {
        FunctionRecords functions = new FunctionRecords(input, log);
        functions.checkOrder();
        Subprograms subprograms = new SubprogramDiscovery(input, log).discover();
        JumpRanges.check(input.code(), subprograms, log);
        functions.check(subprograms);
        new LineRecords(input, log).check(subprograms);
        List<LoadableMap> maps = new ConstantLoads(input, log).check();
        byte[] marks = new ControlFlow(input, subprograms, log).walk();
        return new ProgramStructure(input, subprograms, maps, marks);
    }
}
