package dev.skep.verifier.structure;

import dev.skep.isa.PseudoSource;

/** What the two-slot loads of a program can name. */
public interface ConstantDirectory {
    /**
     * The map that a load names.
     *
     * @param kind one of the four that name maps
     * @throws StructureRejection when there is none, after saying so
     */
    LoadableMap map(PseudoSource kind, int immediate, StructureLog log);

    /**
     * Finds a variable or function of the kernel.
     *
     * @param moduleDescriptor 0 for the kernel itself
     * @throws StructureRejection when there is none, after saying so
     */
    void admitKernelSymbol(int btfId, int moduleDescriptor, StructureLog log);
}
