package dev.skep.link;

import dev.skep.kernel.Kernel;
import dev.skep.object.ObjectSpec;

/**
 * Brings an object into a kernel: creates its maps, fills those that it fills, and makes its programs ready for
 * loading. Counterpart: {@code bpf_object__load}.
 */
public final class Linker {
    private Linker() {}

    /**
     * Links against the symbols of the kernel and the configuration of the reference kernel.
     *
     * @throws RelocationException if the kernel refuses a map or lacks what the object needs
     */
    public static LinkedObject link(ObjectSpec object, Kernel kernel) {
        return link(
                object,
                kernel,
                KernelSymbols.of(kernel.config().types()),
                KernelConfiguration.reference(kernel.config().version()));
    }

    /**
     * Links against given symbols and a given configuration.
     *
     * @throws RelocationException if the kernel refuses a map or lacks what the object needs
     */
    public static LinkedObject link(
            ObjectSpec object, Kernel kernel, KernelSymbols symbols, KernelConfiguration configuration) {
        ResolvedExterns externs = ResolvedExterns.of(object, symbols, configuration);
        return new LinkedObject(
                object,
                kernel,
                new LinkedPrograms(object, externs, kernel.config().types()),
                new MapMaker(object, kernel, externs).make());
    }
}
