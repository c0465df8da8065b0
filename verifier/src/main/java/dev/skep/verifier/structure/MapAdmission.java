package dev.skep.verifier.structure;

import dev.skep.kernel.Capability;
import dev.skep.kernel.Errno;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.program.ProgramType;
import java.util.EnumSet;
import java.util.Set;

/** Which maps a program of this type may use at all. {@code check_map_prog_compatibility()}. */
final class MapAdmission {
    private static final Set<ProgramType> TRACING = EnumSet.of(
            ProgramType.KPROBE,
            ProgramType.TRACEPOINT,
            ProgramType.PERF_EVENT,
            ProgramType.RAW_TRACEPOINT,
            ProgramType.RAW_TRACEPOINT_WRITABLE);

    private static final Set<MapType> FOR_SLEEPERS = EnumSet.of(
            MapType.HASH,
            MapType.LRU_HASH,
            MapType.ARRAY,
            MapType.PERCPU_HASH,
            MapType.PERCPU_ARRAY,
            MapType.LRU_PERCPU_HASH,
            MapType.ARRAY_OF_MAPS,
            MapType.HASH_OF_MAPS,
            MapType.RINGBUF,
            MapType.USER_RINGBUF,
            MapType.INODE_STORAGE,
            MapType.SK_STORAGE,
            MapType.TASK_STORAGE,
            MapType.CGRP_STORAGE,
            MapType.QUEUE,
            MapType.STACK,
            MapType.ARENA);

    private final StructureInput input;
    private final StructureLog log;
    private final Set<MapType> unique = EnumSet.noneOf(MapType.class);

    MapAdmission(StructureInput input, StructureLog log) {
        this.input = input;
        this.log = log;
    }

    /** Admits a map that the program did not use so far. */
    void admit(LoadableMap map) {
        checkMembers(map);
        if (map.type() == MapType.STRUCT_OPS) {
            throw log.rejected(Errno.EINVAL, "bpf_struct_ops map cannot be used in prog\n");
        }
        if (input.sleepable() && !FOR_SLEEPERS.contains(map.type())) {
            throw log.rejected(
                    Errno.EINVAL, "Sleepable programs can only use array, hash, ringbuf and local storage maps\n");
        }
        if (map.type() == MapType.CGROUP_STORAGE || map.type() == MapType.PERCPU_CGROUP_STORAGE) {
            if (!unique.add(map.type())) {
                throw log.rejected(Errno.EBUSY, "only one cgroup storage of each type is allowed\n");
            }
        }
        if (map.type() == MapType.ARENA) {
            checkArena(map);
        }
    }

    private void checkMembers(LoadableMap map) {
        boolean tracing = TRACING.contains(input.type());
        if (tracing && (map.holds("bpf_list_head") || map.holds("bpf_rb_root"))) {
            throw log.rejected(Errno.EINVAL, "tracing progs cannot use bpf_{list_head,rb_root} yet\n");
        }
        if (map.holds("bpf_spin_lock") || map.holds("bpf_res_spin_lock")) {
            if (input.type() == ProgramType.SOCKET_FILTER) {
                throw log.rejected(Errno.EINVAL, "socket filter progs cannot use bpf_spin_lock yet\n");
            }
            refuseTracing(tracing, "bpf_spin_lock");
        }
        refuseTracing(tracing && map.holds("bpf_timer"), "bpf_timer");
        refuseTracing(tracing && map.holds("bpf_wq"), "bpf_wq");
    }

    private void refuseTracing(boolean refused, String member) {
        if (refused) {
            throw log.rejected(Errno.EINVAL, "tracing progs cannot use " + member + " yet\n");
        }
    }

    private void checkArena(LoadableMap map) {
        if (!unique.add(MapType.ARENA)) {
            throw log.rejected(Errno.EBUSY, "Only one arena per program\n");
        }
        if (!input.privilege().has(Capability.BPF) || !input.privilege().has(Capability.PERFMON)) {
            throw log.rejected(Errno.EPERM, "CAP_BPF and CAP_PERFMON are required to use arena\n");
        }
        if (map.userAddress() == 0) {
            throw log.rejected(Errno.EINVAL, "arena's user address must be set via map_extra or mmap()\n");
        }
    }
}
