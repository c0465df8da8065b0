package dev.skep.link;

import dev.skep.btf.Btf;
import dev.skep.btf.MalformedBtfException;
import dev.skep.kernel.KernelTypes;
import dev.skep.link.core.CoreRelocator;
import dev.skep.link.core.UnresolvableException;
import dev.skep.object.CoreRelocation;
import dev.skep.object.FunctionSpec;
import dev.skep.object.ObjectSpec;
import org.jspecify.annotations.Nullable;

/**
 * CO-RE relocation of one program's functions: instructions that depend on the kernel's types. What the kernel lacks
 * leaves an instruction that must not be reached. Counterpart: {@code bpf_object__relocate_core}.
 */
final class CoreRelocations {
    private final ObjectSpec object;
    private final KernelTypes kernel;
    private @Nullable CoreRelocator relocator;

    CoreRelocations(ObjectSpec object, KernelTypes kernel) {
        this.object = object;
        this.kernel = kernel;
    }

    /**
     * Relocates the instructions of a function.
     *
     * @param code of the function alone
     * @throws RelocationException if one cannot be decided
     */
    void apply(FunctionSpec function, long[] code) {
        for (CoreRelocation relocation : function.coreRelocations()) {
            try {
                relocator().relocate(code, relocation);
            } catch (UnresolvableException e) {
                throw new RelocationException(
                        object.name(),
                        function.section() + "/" + function.name() + ": instruction " + relocation.slot() + ": CO-RE "
                                + text(relocation),
                        e.found(),
                        e.expected());
            }
        }
    }

    private String text(CoreRelocation relocation) {
        try {
            return CoreRelocator.text(types(), relocation);
        } catch (UnresolvableException | MalformedBtfException _) {
            return "<" + relocation.kindName() + "> [" + Integer.toUnsignedString(relocation.typeId()) + "] + "
                    + relocation.access();
        }
    }

    private CoreRelocator relocator() {
        CoreRelocator known = relocator;
        if (known == null) {
            known = new CoreRelocator(types(), kernel.btf());
            relocator = known;
        }
        return known;
    }

    private Btf types() {
        Btf btf = object.btf();
        if (btf == null) {
            throw new IllegalStateException(object.name() + " has relocations by types, but no types");
        }
        return btf;
    }
}
