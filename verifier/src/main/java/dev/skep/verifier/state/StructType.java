package dev.skep.verifier.state;

import dev.skep.btf.Btf;
import org.jspecify.annotations.Nullable;

/**
 * A type that a BTF pointer points to.
 *
 * @param btf where it is described: the kernel's BTF or the program's; null when nobody gave the kernel's
 * @param id its number there, 0 without BTF
 * @param name as C has it
 * @param holdsLock whether an object of the program has a lock in it
 */
public record StructType(Origin origin, @Nullable Btf btf, int id, String name, boolean holdsLock) {
    public StructType(Origin origin, @Nullable Btf btf, int id, String name) {
        this(origin, btf, id, name, false);
    }

    /** Whose type it is. */
    public enum Origin {
        KERNEL,
        PROGRAM
    }

    public boolean isKernel() {
        return origin == Origin.KERNEL;
    }
}
