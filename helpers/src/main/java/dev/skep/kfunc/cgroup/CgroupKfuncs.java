package dev.skep.kfunc.cgroup;

import static dev.skep.helper.KfuncFlag.ACQUIRE;
import static dev.skep.helper.KfuncFlag.RCU;
import static dev.skep.helper.KfuncFlag.RELEASE;
import static dev.skep.helper.KfuncFlag.RET_NULL;
import static dev.skep.helper.KfuncFlag.SLEEPABLE;
import static dev.skep.helper.KfuncHook.COMMON;
import static dev.skep.helper.KfuncHook.GENERIC;
import static dev.skep.helper.KfuncHook.TRACING;

import dev.skep.helper.Kfunc;
import dev.skep.helper.Simplified;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.task.Cgroup;
import dev.skep.kfunc.file.ExtendedAttributes;
import org.jspecify.annotations.Nullable;

/** Control groups and references to them. */
public final class CgroupKfuncs {
    private CgroupKfuncs() {}

    private static long address(Invocation in, @Nullable Cgroup group) {
        return group == null ? 0 : in.kernel().tasks().cgroupObjects().address(group);
    }

    /** One more reference to a cgroup. */
    @Kfunc(
            value = "struct cgroup *bpf_cgroup_acquire(struct cgroup *cgrp)",
            hooks = GENERIC,
            flags = {ACQUIRE, RET_NULL, RCU})
    @Simplified("not counted")
    static long bpf_cgroup_acquire(Invocation in, long cgrp) {
        return cgrp;
    }

    /** Gives a reference back. */
    @Kfunc(value = "void bpf_cgroup_release(struct cgroup *cgrp)", hooks = GENERIC, flags = RELEASE)
    @Simplified("not counted")
    static long bpf_cgroup_release(Invocation in, long cgrp) {
        return 0;
    }

    /** An ancestor of a cgroup. */
    @Kfunc(
            value = "struct cgroup *bpf_cgroup_ancestor(struct cgroup *cgrp, int level)",
            hooks = GENERIC,
            flags = {ACQUIRE, RET_NULL, RCU})
    static long bpf_cgroup_ancestor(Invocation in, long cgrp, long level) {
        Cgroup group = in.kernel().tasks().cgroupObjects().at(cgrp);
        return group == null || (int) level < 0 ? 0 : address(in, group.ancestor((int) level));
    }

    /** The cgroup with an id. */
    @Kfunc(
            value = "struct cgroup *bpf_cgroup_from_id(u64 cgid)",
            hooks = GENERIC,
            flags = {ACQUIRE, RET_NULL})
    static long bpf_cgroup_from_id(Invocation in, long cgid) {
        return address(in, in.kernel().tasks().cgroups().byId(cgid));
    }

    /** Reads an extended attribute of a cgroup. */
    @Kfunc(
            value =
                    "int bpf_cgroup_read_xattr(struct cgroup *cgroup, const char *name__str, struct bpf_dynptr *value_p)",
            hooks = COMMON,
            flags = RCU)
    static long bpf_cgroup_read_xattr(Invocation in, long cgroup, long name, long valueP) {
        Cgroup group = in.kernel().tasks().cgroupObjects().at(cgroup);
        return group == null
                ? Errno.EINVAL.result()
                : ExtendedAttributes.readOfUsers(
                        in, in.kernel().tasks().cgroups().attributes(group), name, valueP);
    }

    /** Says that the statistics of a CPU have changed. */
    @Kfunc(value = "void css_rstat_updated(struct cgroup_subsys_state *css, int cpu)", hooks = TRACING)
    @Simplified("there are no statistics")
    static long css_rstat_updated(Invocation in, long css, long cpu) {
        return 0;
    }

    /** Brings the statistics up to date. */
    @Kfunc(value = "void css_rstat_flush(struct cgroup_subsys_state *css)", hooks = TRACING, flags = SLEEPABLE)
    @Simplified("there are no statistics")
    static long css_rstat_flush(Invocation in, long css) {
        return 0;
    }
}
