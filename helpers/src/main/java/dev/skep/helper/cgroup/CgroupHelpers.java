package dev.skep.helper.cgroup;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_MAP_PTR;
import static dev.skep.kernel.program.HelperFamily.COMMON;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.Capability;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.CgroupArray;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.task.Cgroup;

/** The control group of the current task. */
public final class CgroupHelpers {
    private CgroupHelpers() {}

    /** The id of the cgroup that the current task is in. */
    @Helper(id = 80, families = COMMON, needs = Capability.BPF)
    static long bpf_get_current_cgroup_id(Invocation in) {
        return in.kernel().tasks().current(in.cpu()).cgroupId();
    }

    /** The id of an ancestor of the cgroup that the current task is in. */
    @Helper(id = 123, families = COMMON, needs = Capability.BPF)
    static long bpf_get_current_ancestor_cgroup_id(Invocation in, @Arg(ANYTHING) long ancestorLevel) {
        Cgroup ancestor = (int) ancestorLevel < 0
                ? null
                : in.kernel().tasks().current(in.cpu()).cgroup().ancestor((int) ancestorLevel);
        return ancestor == null ? 0 : ancestor.id();
    }

    /** Whether the current task is in the cgroup at an index of the map, or below it. */
    @Helper(id = 37, families = COMMON, needs = Capability.BPF)
    static long bpf_current_task_under_cgroup(
            Invocation in, @Arg(CONST_MAP_PTR) BpfMap map, @Arg(ANYTHING) long index) {
        return CgroupArray.of(map)
                .under((int) index, in.kernel().tasks().current(in.cpu()).cgroup());
    }

    /** The net_cls class of the current task. */
    @Helper(id = 17, families = COMMON, needs = Capability.BPF)
    static long bpf_get_cgroup_classid(Invocation in) {
        return Integer.toUnsignedLong(in.kernel().tasks().current(in.cpu()).netClassId());
    }
}
