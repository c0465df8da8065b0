package dev.skep.link;

import dev.skep.kernel.KernelTypes;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The code of an object's programs as all kernels have it that have the same types and the same configuration; linked
 * when it is asked for, once. Safe for several threads.
 */
final class LinkedPrograms {
    private final ObjectSpec object;
    private final ResolvedExterns externs;
    private final KernelTypes types;
    private final Map<String, LinkedCode> linked = new ConcurrentHashMap<>();

    LinkedPrograms(ObjectSpec object, ResolvedExterns externs, KernelTypes types) {
        this.object = object;
        this.externs = externs;
        this.types = types;
    }

    ResolvedExterns externs() {
        return externs;
    }

    /** @throws RelocationException if an instruction refers to what is not there */
    LinkedCode code(ProgramSpec program) {
        LinkedCode known = linked.get(program.name());
        if (known != null) {
            return known;
        }
        LinkedCode code = CodeLinker.link(object, program, externs, types);
        LinkedCode first = linked.putIfAbsent(program.name(), code);
        return first == null ? code : first;
    }
}
