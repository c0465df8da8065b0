package dev.skep.kernel.task;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.memory.KernelStruct;
import dev.skep.kernel.memory.KernelStructs;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The control groups in the kernel's memory, each made when somebody first asks: its {@code struct cgroup} with the
 * groups above it and the directory that it is, and the {@code struct css_set} of the tasks in it.
 */
public final class CgroupObjects {
    private final AddressSpace memory;
    private final KernelStructs structs;
    private final Map<Cgroup, KernelStruct> groups = new HashMap<>();
    private final Map<Cgroup, KernelStruct> sets = new HashMap<>();
    private final Map<Long, Cgroup> byAddress = new HashMap<>();

    CgroupObjects(AddressSpace memory, KernelStructs structs) {
        this.memory = memory;
        this.structs = structs;
    }

    /** The address of a group's {@code struct cgroup}. */
    @TruffleBoundary
    public long address(Cgroup group) {
        return struct(group).address();
    }

    /** The address of a group's {@code struct cgroup_subsys_state}, which every {@code struct cgroup} begins with. */
    @TruffleBoundary
    public long stateAddress(Cgroup group) {
        KernelStruct struct = struct(group);
        return struct.has("self") ? struct.addressOf("self") : struct.address();
    }

    /**
     * The group whose {@code struct cgroup} or {@code struct cgroup_subsys_state} is at an address, or {@code null}.
     */
    @TruffleBoundary
    public @Nullable Cgroup at(long address) {
        return byAddress.get(address);
    }

    /** The groups of a task in this group. */
    KernelStruct set(Cgroup group) {
        KernelStruct known = sets.get(group);
        if (known == null) {
            known = structs.allocateAsKnown("css_set", 0, "css_set of " + group.path())
                    .put("dfl_cgrp", struct(group));
            for (int i = 0; known.has("subsys[" + i + "]"); i++) {
                known.put("subsys[" + i + "]", stateAddress(group));
            }
            sets.put(group, known);
        }
        return known;
    }

    private KernelStruct struct(Cgroup group) {
        KernelStruct known = groups.get(group);
        if (known != null) {
            return known;
        }
        Cgroup above = group.parent();
        KernelStruct parent = above == null ? null : struct(above);
        KernelStruct made = structs.allocateAsKnown("cgroup", 8 * (group.level() + 1), "cgroup " + group.path())
                .put("kn", directory(group, parent))
                .put("level", group.level())
                .put("self.id", group.id())
                .put("self.parent", above == null ? 0 : stateAddress(above));
        made.put("self.cgroup", made);
        groups.put(group, made);
        byAddress.put(made.address(), group);
        byAddress.put(stateAddress(group), group);
        if (made.has("ancestors")) {
            for (Cgroup at = group; at != null; at = at.parent()) {
                memory.writeLong(made.addressOf("ancestors") + 8L * at.level(), address(at));
            }
        }
        return made;
    }

    private KernelStruct directory(Cgroup group, @Nullable KernelStruct parent) {
        String name = group.path().substring(group.path().lastIndexOf('/') + 1);
        KernelStruct node = structs.allocateAsKnown("kernfs_node", 0, "directory of " + group.path())
                .put("id", group.id())
                .put("name", structs.text(name, "name of " + group.path()));
        if (parent != null && parent.has("kn")) {
            // Since 6.15 the member is __parent.
            node.put("parent", parent.get("kn")).put("__parent", parent.get("kn"));
        }
        return node;
    }
}
