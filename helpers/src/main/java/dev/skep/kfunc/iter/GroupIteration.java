package dev.skep.kfunc.iter;

import dev.skep.kernel.Errno;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.task.Cgroup;
import dev.skep.kernel.task.CgroupTree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An iteration over the control groups below or above one. Counterpart: {@code struct bpf_iter_css_kern}.
 *
 * <pre>
 *   0       8                        16
 *   | start | the last, 0 before any | flags |
 * </pre>
 */
final class GroupIteration {
    private static final int POSITION = 8;
    private static final int FLAGS = 16;

    // enum bpf_cgroup_iter_order
    private static final int GROUP_FIRST = 2;

    private static final int GROUP_LAST = 3;
    private static final int ANCESTORS = 4;

    private GroupIteration() {}

    static long begin(Invocation in, long it, long start, int flags) {
        AddressSpace memory = in.memory();
        memory.writeLong(it, 0);
        if (flags != GROUP_FIRST && flags != GROUP_LAST && flags != ANCESTORS) {
            return Errno.EINVAL.result();
        }
        memory.writeLong(it, start);
        memory.writeLong(it + POSITION, 0);
        memory.writeInt(it + FLAGS, flags);
        return 0;
    }

    static long next(Invocation in, long it) {
        AddressSpace memory = in.memory();
        long start = memory.readLong(it);
        Cgroup from = start == 0 ? null : group(in, start);
        if (from == null) {
            return 0;
        }
        List<Cgroup> order = order(in.kernel().tasks().cgroups(), from, memory.readInt(it + FLAGS));
        Cgroup last = group(in, memory.readLong(it + POSITION));
        int index = last == null ? 0 : order.indexOf(last) + 1;
        long next =
                index == order.size() ? 0 : in.kernel().tasks().cgroupObjects().stateAddress(order.get(index));
        memory.writeLong(it + POSITION, next);
        return next;
    }

    private static @Nullable Cgroup group(Invocation in, long address) {
        return in.kernel().tasks().cgroupObjects().at(address);
    }

    private static List<Cgroup> order(CgroupTree tree, Cgroup from, int flags) {
        List<Cgroup> order = new ArrayList<>();
        if (flags == ANCESTORS) {
            for (Cgroup at = from; at != null; at = at.parent()) {
                order.add(at);
            }
        } else {
            descend(tree, from, flags, order);
        }
        return order;
    }

    private static void descend(CgroupTree tree, Cgroup group, int flags, List<Cgroup> order) {
        if (flags == GROUP_FIRST) {
            order.add(group);
        }
        tree.children(group).forEach(child -> descend(tree, child, flags, order));
        if (flags == GROUP_LAST) {
            order.add(group);
        }
    }
}
