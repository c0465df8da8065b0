package dev.skep.verifier.structure;

import java.util.List;

/** All that is checked before a path is walked, in the kernel's order. */
public final class StructureCheck {
    private final StructureInput input;
    private final StructureLog log;
    private final SubprogramDiscovery discovery;

    public StructureCheck(StructureInput input, StructureLog log) {
        this.input = input;
        this.log = log;
        this.discovery = new SubprogramDiscovery(input, log);
    }

    /** How many functions were found so far; for a program that is refused. */
    public int functionCount() {
        return discovery.count();
    }

    /**
     * Examines the program.
     *
     * @throws StructureRejection when the kernel would refuse it, after the log said why
     */
    public ProgramStructure run() {
        FunctionRecords functions = new FunctionRecords(input, log);
        functions.checkOrder();
        Subprograms subprograms = discovery.discover();
        JumpRanges.check(input.code(), subprograms, log);
        functions.check(subprograms);
        new LineRecords(input, log).check(subprograms);
        List<LoadableMap> maps = new ConstantLoads(input, log).check();
        byte[] marks = new ControlFlow(input, subprograms, log).walk();
        SleepRules.check(input, log);
        return new ProgramStructure(input, subprograms, maps, marks);
    }
}
