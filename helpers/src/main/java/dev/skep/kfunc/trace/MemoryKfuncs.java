package dev.skep.kfunc.trace;

import static dev.skep.helper.KfuncHook.COMMON;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.program.Invocation;

/** The kernel's memory. */
public abstract class MemoryKfuncs {
    private MemoryKfuncs() {}

    /** The slab cache that an address belongs to. */
    @Kfunc(value = "struct kmem_cache *bpf_get_kmem_cache(u64 addr)", hooks = COMMON)
    abstract long bpf_get_kmem_cache(Invocation in, long addr);
}
