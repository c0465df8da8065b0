package dev.skep.kfunc.cast;

import static dev.skep.helper.KfuncFlag.FASTCALL;
import static dev.skep.helper.KfuncHook.COMMON;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.program.Invocation;

/** Casts; at run time nothing happens, or nearly so. */
public abstract class CastKfuncs {
    private CastKfuncs() {}

    /** The kernel object behind the context. */
    @Kfunc(value = "void *bpf_cast_to_kern_ctx(void *obj)", hooks = COMMON, flags = FASTCALL)
    abstract long bpf_cast_to_kern_ctx(Invocation in, long obj);

    /** Takes an address as a pointer to a type, to read. */
    @Kfunc(
            value = "void *bpf_rdonly_cast(const void *obj__ign, u32 btf_id__k)",
            hooks = COMMON,
            flags = FASTCALL,
            inline = true)
    static long bpf_rdonly_cast(Invocation in, long obj, long btfId) {
        return obj;
    }
}
