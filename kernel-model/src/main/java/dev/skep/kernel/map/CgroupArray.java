package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EAGAIN;
import static dev.skep.kernel.Errno.EBADF;
import static dev.skep.kernel.Errno.ENOTSUPP;

import dev.skep.kernel.KernelOops;
import dev.skep.kernel.task.Cgroup;
import java.util.HashMap;
import java.util.Map;

/**
 * BPF_MAP_TYPE_CGROUP_ARRAY: control groups that programs ask about. What stands for a group's descriptor is its id.
 * Counterpart: {@code cgroup_array_map_ops}.
 */
public final class CgroupArray extends DescriptorArray {
    private final Map<Integer, Cgroup> groups = new HashMap<>();

    CgroupArray(MapCreation creation) {
        ArrayRules.checkDescriptors(creation);
        super(creation);
    }

    /** A map that a program hands to a helper. */
    public static CgroupArray of(BpfMap map) {
        if (map instanceof CgroupArray array) {
            return array;
        }
        throw new KernelOops("map " + map.name() + " is no cgroup array");
    }

    /**
     * Whether a group is the one in a slot, or below it: {@code bpf_current_task_under_cgroup}.
     *
     * @return 1 or 0; E2BIG behind the last slot, EAGAIN when the slot is empty
     */
    public int under(int index, Cgroup group) {
        if (Integer.toUnsignedLong(index) >= maxEntries) {
            return E2BIG.result();
        }
        Cgroup above = groups.get(index);
        if (above == null) {
            return EAGAIN.result();
        }
        return group.isUnder(above) ? 1 : 0;
    }

    @Override
    int read(int index) {
        return ENOTSUPP.result();
    }

    @Override
    int put(int index, int descriptor) {
        Cgroup group = kernel.tasks().cgroups().byId(descriptor);
        if (group == null) {
            return EBADF.result();
        }
        groups.put(index, group);
        return 0;
    }

    @Override
    boolean clear(int index) {
        return groups.remove(index) != null;
    }
}
