package dev.skep.kernel.map;

import dev.skep.kernel.Capability;
import dev.skep.kernel.Errno;
import dev.skep.kernel.Privilege;

/** What who may create; the last part of {@code map_create()} before the map is allocated. */
final class MapPrivileges {
    private MapPrivileges() {}

    static void check(MapCreation creation) {
        Privilege privilege = creation.kernel().config().privilege();
        MapSpec spec = creation.spec();
        creation.require(isPermitted(spec.type(), privilege), Errno.EPERM, "not without a capability");
        creation.require(
                (spec.flags() & MapFlags.ZERO_SEED) == 0 || privilege.has(Capability.SYS_ADMIN),
                Errno.EPERM,
                "ZERO_SEED without CAP_SYS_ADMIN");
    }

    private static boolean isPermitted(MapType type, Privilege privilege) {
        return switch (type) {
            case UNSPEC,
                    ARRAY,
                    PERCPU_ARRAY,
                    PROG_ARRAY,
                    PERF_EVENT_ARRAY,
                    CGROUP_ARRAY,
                    ARRAY_OF_MAPS,
                    HASH,
                    PERCPU_HASH,
                    HASH_OF_MAPS,
                    RINGBUF,
                    USER_RINGBUF,
                    CGROUP_STORAGE,
                    PERCPU_CGROUP_STORAGE -> true;
            case SK_STORAGE,
                    INODE_STORAGE,
                    TASK_STORAGE,
                    CGRP_STORAGE,
                    BLOOM_FILTER,
                    LPM_TRIE,
                    REUSEPORT_SOCKARRAY,
                    STACK_TRACE,
                    QUEUE,
                    STACK,
                    LRU_HASH,
                    LRU_PERCPU_HASH,
                    STRUCT_OPS,
                    CPUMAP,
                    ARENA -> privilege.has(Capability.BPF);
            case SOCKMAP, SOCKHASH, DEVMAP, DEVMAP_HASH, XSKMAP -> privilege.has(Capability.NET_ADMIN);
        };
    }
}
