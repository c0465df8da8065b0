package dev.skep.link;

import dev.skep.isa.Bytecode;
import dev.skep.kernel.program.FunctionRecord;
import dev.skep.kernel.program.LineRecord;
import dev.skep.object.FunctionSpec;
import java.util.List;

/**
 * The instructions of a program with all the functions that it calls. A load of a map descriptor has the map's place in
 * the object as its immediate.
 *
 * @param functions the functions in the order of their slots
 */
record LinkedCode(
        Bytecode code, List<Placed> functions, List<FunctionRecord> functionRecords, List<LineRecord> lineRecords) {

    /** A function and where it starts. */
    record Placed(FunctionSpec function, int slot) {}
}
