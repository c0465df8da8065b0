package dev.skep.verifier;

import dev.skep.verifier.explore.ProgramFlow;
import dev.skep.verifier.structure.ProgramStructure;

/** The control flow as the explorer asks for it. */
record StructureFlow(ProgramStructure structure) implements ProgramFlow {
    @Override
    public boolean isPrunePoint(int instruction) {
        return structure.isPrunePoint(instruction);
    }

    @Override
    public boolean isJumpPoint(int instruction) {
        return structure.isJumpPoint(instruction);
    }

    @Override
    public boolean forcesCheckpoint(int instruction) {
        return structure.forcesCheckpoint(instruction);
    }

    @Override
    public boolean callsCallback(int instruction) {
        return structure.callsCallback(instruction);
    }

    @Override
    public boolean stepsIterator(int instruction) {
        return structure.stepsIterator(instruction);
    }

    @Override
    public int loop(int instruction) {
        return structure.loop(instruction);
    }

    @Override
    public int liveRegisters(int instruction) {
        return structure.liveRegisters(instruction);
    }

    @Override
    public int[] successors(int instruction) {
        return structure.successors(instruction);
    }

    @Override
    public int[] postorder(int subprogram) {
        return structure.postorder(subprogram);
    }
}
