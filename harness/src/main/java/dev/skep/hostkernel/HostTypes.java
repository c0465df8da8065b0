package dev.skep.hostkernel;

import dev.skep.btf.Btf;

/** BTF that the kernel has taken. */
public final class HostTypes extends HostDescriptor {
    private final Btf btf;

    HostTypes(HostKernel kernel, int descriptor, Btf btf) {
        super(kernel, descriptor);
        this.btf = btf;
    }

    /** The types themselves. */
    public Btf btf() {
        return btf;
    }
}
