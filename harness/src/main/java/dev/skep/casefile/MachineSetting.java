package dev.skep.casefile;

import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.KernelVersion;
import dev.skep.object.BtfFile;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The kernel that a case wants.
 *
 * @param cpu where programs run
 * @param types file with the kernel's types; null for those that come along
 */
record MachineSetting(
        int cpus,
        int cpu,
        long seed,
        KernelVersion version,
        @Nullable Path types) {
    static MachineSetting usual() {
        return new MachineSetting(2, 0, 0, KernelVersion.REFERENCE, null);
    }

    /** @throws IOException if the file with the types cannot be read */
    KernelConfig config() throws IOException {
        return KernelConfig.reference()
                .withTypes(types == null ? KernelTypes.reference() : KernelTypes.of(BtfFile.read(types)))
                .withCpus(cpus)
                .withSeed(seed)
                .withVersion(version);
    }
}
