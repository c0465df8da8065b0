package dev.skep.link;

import dev.skep.btf.Btf;
import dev.skep.object.CoreRelocation;
import dev.skep.object.FunctionSpec;
import dev.skep.object.ObjectSpec;

/**
 * The place of CO-RE relocation: instructions that depend on the kernel's types. Skep does not do it yet, so a function
 * that needs it cannot be linked. Counterpart: {@code bpf_object__relocate_core}.
 */
final class CoreRelocations {
    private CoreRelocations() {}

    /** @throws RelocationException if the function depends on the kernel's types */
    static void check(ObjectSpec object, FunctionSpec function) {
        if (function.coreRelocations().isEmpty()) {
            return;
        }
        CoreRelocation first = function.coreRelocations().getFirst();
        Btf btf = object.btf();
        boolean known = btf != null && first.typeId() >= 0 && first.typeId() < btf.typeCount();
        String type = btf != null && known ? btf.name(first.typeId()) : "";
        throw new RelocationException(
                object.name(),
                function.section() + "/" + function.name() + ": instruction " + first.slot(),
                "a CO-RE relocation (" + first.kindName() + " of '" + type + "' " + first.access() + ")",
                "none: Skep cannot relocate by the kernel's types yet");
    }
}
