package dev.skep.kfunc.object;

import static dev.skep.helper.KfuncFlag.ACQUIRE;
import static dev.skep.helper.KfuncFlag.RCU;
import static dev.skep.helper.KfuncFlag.RELEASE;
import static dev.skep.helper.KfuncFlag.RET_NULL;
import static dev.skep.helper.KfuncHook.GENERIC;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.Invocation;

/** Allocating, sharing and dropping objects. */
public final class ObjectKfuncs {
    private ObjectKfuncs() {}

    /** A node that cannot be linked since it is linked already: its object loses the reference that was passed. */
    static long dropOf(Invocation in, long node) {
        in.kernel().objects().drop(in.kernel().objects().containing(node));
        return Errno.EINVAL.result();
    }

    /** Allocates an object of a type of the program. */
    @Kfunc(
            value = "void *bpf_obj_new_impl(u64 local_type_id__k, void *meta__ign)",
            hooks = GENERIC,
            flags = {ACQUIRE, RET_NULL})
    static long bpf_obj_new_impl(Invocation in, long localTypeId, long meta) {
        return in.kernel().objects().allocate(meta, localTypeId);
    }

    /** Gives an object back. */
    @Kfunc(value = "void bpf_obj_drop_impl(void *p__alloc, void *meta__ign)", hooks = GENERIC, flags = RELEASE)
    static long bpf_obj_drop_impl(Invocation in, long p, long meta) {
        in.kernel().objects().drop(p);
        return 0;
    }

    /** Allocates an object for each CPU. */
    @Kfunc(
            value = "void *bpf_percpu_obj_new_impl(u64 local_type_id__k, void *meta__ign)",
            hooks = GENERIC,
            flags = {ACQUIRE, RET_NULL})
    static long bpf_percpu_obj_new_impl(Invocation in, long localTypeId, long meta) {
        return in.kernel().objects().allocatePerCpu(meta, localTypeId);
    }

    /** Gives a per-CPU object back. */
    @Kfunc(value = "void bpf_percpu_obj_drop_impl(void *p__alloc, void *meta__ign)", hooks = GENERIC, flags = RELEASE)
    static long bpf_percpu_obj_drop_impl(Invocation in, long p, long meta) {
        in.kernel().objects().drop(p);
        return 0;
    }

    /** One more reference to an object. */
    @Kfunc(
            value = "void *bpf_refcount_acquire_impl(void *p__refcounted_kptr, void *meta__ign)",
            hooks = GENERIC,
            flags = {ACQUIRE, RET_NULL, RCU})
    static long bpf_refcount_acquire_impl(Invocation in, long p, long meta) {
        return in.kernel().objects().acquire(p);
    }
}
