package dev.skep.helper.map;

import static dev.skep.helper.ArgumentFlag.OBJ_RELEASE;
import static dev.skep.helper.ArgumentType.KPTR_XCHG_DEST;
import static dev.skep.helper.ArgumentType.PTR_TO_BTF_ID_OR_NULL;
import static dev.skep.kernel.program.HelperFamily.COMMON;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.helper.ReturnType;
import dev.skep.kernel.Capability;
import dev.skep.kernel.program.Invocation;

/** Kernel pointers kept in map values and allocated objects. */
public final class KptrHelpers {
    private KptrHelpers() {}

    /** Exchanges the pointer in a kptr field for another; gives the one that was there. */
    @Helper(id = 194, families = COMMON, needs = Capability.BPF, returns = ReturnType.PTR_TO_BTF_ID_OR_NULL)
    static long bpf_kptr_xchg(
            Invocation in,
            @Arg(KPTR_XCHG_DEST) long dst,
            @Arg(value = PTR_TO_BTF_ID_OR_NULL, flags = OBJ_RELEASE) long ptr) {
        return in.memory().getAndSetLong(dst, ptr);
    }
}
