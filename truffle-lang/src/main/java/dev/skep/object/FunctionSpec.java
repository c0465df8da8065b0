package dev.skep.object;

import dev.skep.isa.Bytecode;
import dev.skep.kernel.program.FunctionRecord;
import dev.skep.kernel.program.LineRecord;
import java.util.List;

/**
 * A function as the compiler left it, a program's entry or one that is called. Slots in the lists count from its start.
 *
 * @param name of the symbol
 * @param section of the ELF file, without the {@code ?} in front
 * @param sectionSlot where in the section it starts, in slots
 * @param code not yet linked
 * @param linkage as the linker sees it
 * @param relocations in the order of their slots
 */
public record FunctionSpec(
        String name,
        String section,
        int sectionSlot,
        Bytecode code,
        Linkage linkage,
        List<Relocation> relocations,
        List<FunctionRecord> functionRecords,
        List<LineRecord> lineRecords,
        List<CoreRelocation> coreRelocations) {

    /** Who can see a function. */
    public enum Linkage {
        /** This file. */
        STATIC,
        /** Everybody; the verifier checks it on its own. */
        GLOBAL,
        /** Everybody in this object, but the verifier treats it as static. */
        HIDDEN
    }

    public FunctionSpec {
        relocations = List.copyOf(relocations);
        functionRecords = List.copyOf(functionRecords);
        lineRecords = List.copyOf(lineRecords);
        coreRelocations = List.copyOf(coreRelocations);
    }
}
