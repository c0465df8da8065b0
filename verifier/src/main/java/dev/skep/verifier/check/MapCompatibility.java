package dev.skep.verifier.check;

import dev.skep.kernel.Errno;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramType;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.MapView;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which helpers take which maps: both have a say; the kernel's {@code check_map_func_compatibility()}. */
final class MapCompatibility {
    private final Verification verification;

    MapCompatibility(Verification verification) {
        this.verification = verification;
    }

    void check(@Nullable MapView map, int helper) {
        if (map == null) {
            return;
        }
        if (!mapTakes(map.type(), helper) || !helperTakes(helper, map.type())) {
            throw verification.reject(
                    Errno.EINVAL,
                    "cannot pass map_type " + map.type().id() + " into func "
                            + verification.subject.helpers().name(helper) + "#" + helper);
        }
    }

    private boolean mapTakes(MapType type, int helper) {
        return switch (type) {
            case PROG_ARRAY -> helper == HelperIds.TAIL_CALL;
            case PERF_EVENT_ARRAY ->
                is(
                        helper,
                        HelperIds.PERF_EVENT_READ,
                        HelperIds.PERF_EVENT_OUTPUT,
                        HelperIds.SKB_OUTPUT,
                        HelperIds.PERF_EVENT_READ_VALUE,
                        HelperIds.XDP_OUTPUT);
            case RINGBUF ->
                is(
                        helper,
                        HelperIds.RINGBUF_OUTPUT,
                        HelperIds.RINGBUF_RESERVE,
                        HelperIds.RINGBUF_QUERY,
                        HelperIds.RINGBUF_RESERVE_DYNPTR,
                        HelperIds.RINGBUF_SUBMIT_DYNPTR,
                        HelperIds.RINGBUF_DISCARD_DYNPTR);
            case USER_RINGBUF -> helper == HelperIds.USER_RINGBUF_DRAIN;
            case STACK_TRACE -> helper == HelperIds.GET_STACKID;
            case CGROUP_ARRAY -> is(helper, HelperIds.SKB_UNDER_CGROUP, HelperIds.CURRENT_TASK_UNDER_CGROUP);
            case CGROUP_STORAGE, PERCPU_CGROUP_STORAGE -> helper == HelperIds.GET_LOCAL_STORAGE;
            case DEVMAP, DEVMAP_HASH, XSKMAP -> is(helper, HelperIds.REDIRECT_MAP, HelperIds.MAP_LOOKUP_ELEM);
            case CPUMAP -> helper == HelperIds.REDIRECT_MAP;
            case ARRAY_OF_MAPS, HASH_OF_MAPS -> helper == HelperIds.MAP_LOOKUP_ELEM;
            case SOCKMAP ->
                is(
                                helper,
                                HelperIds.SK_REDIRECT_MAP,
                                HelperIds.SOCK_MAP_UPDATE,
                                HelperIds.MSG_REDIRECT_MAP,
                                HelperIds.SK_SELECT_REUSEPORT,
                                HelperIds.MAP_LOOKUP_ELEM)
                        || mayUpdateSockets(helper);
            case SOCKHASH ->
                is(
                                helper,
                                HelperIds.SK_REDIRECT_HASH,
                                HelperIds.SOCK_HASH_UPDATE,
                                HelperIds.MSG_REDIRECT_HASH,
                                HelperIds.SK_SELECT_REUSEPORT,
                                HelperIds.MAP_LOOKUP_ELEM)
                        || mayUpdateSockets(helper);
            case REUSEPORT_SOCKARRAY -> helper == HelperIds.SK_SELECT_REUSEPORT;
            case QUEUE, STACK -> is(helper, HelperIds.MAP_PEEK_ELEM, HelperIds.MAP_POP_ELEM, HelperIds.MAP_PUSH_ELEM);
            case SK_STORAGE -> is(helper, HelperIds.SK_STORAGE_GET, HelperIds.SK_STORAGE_DELETE, HelperIds.KPTR_XCHG);
            case INODE_STORAGE ->
                is(helper, HelperIds.INODE_STORAGE_GET, HelperIds.INODE_STORAGE_DELETE, HelperIds.KPTR_XCHG);
            case TASK_STORAGE ->
                is(helper, HelperIds.TASK_STORAGE_GET, HelperIds.TASK_STORAGE_DELETE, HelperIds.KPTR_XCHG);
            case CGRP_STORAGE ->
                is(helper, HelperIds.CGRP_STORAGE_GET, HelperIds.CGRP_STORAGE_DELETE, HelperIds.KPTR_XCHG);
            case BLOOM_FILTER -> is(helper, HelperIds.MAP_PEEK_ELEM, HelperIds.MAP_PUSH_ELEM);
            case UNSPEC,
                    HASH,
                    ARRAY,
                    PERCPU_HASH,
                    PERCPU_ARRAY,
                    LRU_HASH,
                    LRU_PERCPU_HASH,
                    LPM_TRIE,
                    STRUCT_OPS,
                    ARENA -> true;
        };
    }

    private static boolean is(int helper, int... ids) {
        for (int id : ids) {
            if (id == helper) {
                return true;
            }
        }
        return false;
    }

    private boolean mayUpdateSockets(int helper) {
        if (!is(helper, HelperIds.MAP_UPDATE_ELEM, HelperIds.MAP_DELETE_ELEM)) {
            return false;
        }
        ProgramType type = verification.subject.type();
        boolean may = switch (type) {
            case TRACING -> verification.subject.attachType() == AttachType.TRACE_ITER;
            case SOCK_OPS -> helper == HelperIds.MAP_DELETE_ELEM;
            case SOCKET_FILTER, SCHED_CLS, SCHED_ACT, XDP, SK_REUSEPORT, FLOW_DISSECTOR, SK_LOOKUP -> true;
            default -> false;
        };
        if (!may) {
            verification.log.line("cannot update sockmap in this context");
        }
        return may;
    }

    private static boolean helperTakes(int helper, MapType type) {
        Set<MapType> types = typesFor(helper);
        return types.isEmpty() || types.contains(type);
    }

    /** Empty for helpers that leave it to the map. */
    private static Set<MapType> typesFor(int helper) {
        return switch (helper) {
            case HelperIds.TAIL_CALL -> EnumSet.of(MapType.PROG_ARRAY);
            case HelperIds.PERF_EVENT_READ,
                    HelperIds.PERF_EVENT_OUTPUT,
                    HelperIds.PERF_EVENT_READ_VALUE,
                    HelperIds.SKB_OUTPUT,
                    HelperIds.XDP_OUTPUT -> EnumSet.of(MapType.PERF_EVENT_ARRAY);
            case HelperIds.RINGBUF_OUTPUT,
                    HelperIds.RINGBUF_RESERVE,
                    HelperIds.RINGBUF_QUERY,
                    HelperIds.RINGBUF_RESERVE_DYNPTR,
                    HelperIds.RINGBUF_SUBMIT_DYNPTR,
                    HelperIds.RINGBUF_DISCARD_DYNPTR -> EnumSet.of(MapType.RINGBUF);
            case HelperIds.USER_RINGBUF_DRAIN -> EnumSet.of(MapType.USER_RINGBUF);
            case HelperIds.GET_STACKID -> EnumSet.of(MapType.STACK_TRACE);
            case HelperIds.CURRENT_TASK_UNDER_CGROUP, HelperIds.SKB_UNDER_CGROUP -> EnumSet.of(MapType.CGROUP_ARRAY);
            case HelperIds.REDIRECT_MAP ->
                EnumSet.of(MapType.DEVMAP, MapType.DEVMAP_HASH, MapType.CPUMAP, MapType.XSKMAP);
            case HelperIds.SK_REDIRECT_MAP, HelperIds.MSG_REDIRECT_MAP, HelperIds.SOCK_MAP_UPDATE ->
                EnumSet.of(MapType.SOCKMAP);
            case HelperIds.SK_REDIRECT_HASH, HelperIds.MSG_REDIRECT_HASH, HelperIds.SOCK_HASH_UPDATE ->
                EnumSet.of(MapType.SOCKHASH);
            case HelperIds.GET_LOCAL_STORAGE -> EnumSet.of(MapType.CGROUP_STORAGE, MapType.PERCPU_CGROUP_STORAGE);
            case HelperIds.SK_SELECT_REUSEPORT ->
                EnumSet.of(MapType.REUSEPORT_SOCKARRAY, MapType.SOCKMAP, MapType.SOCKHASH);
            case HelperIds.MAP_POP_ELEM -> EnumSet.of(MapType.QUEUE, MapType.STACK);
            case HelperIds.MAP_PEEK_ELEM, HelperIds.MAP_PUSH_ELEM ->
                EnumSet.of(MapType.QUEUE, MapType.STACK, MapType.BLOOM_FILTER);
            case HelperIds.MAP_LOOKUP_PERCPU_ELEM ->
                EnumSet.of(MapType.PERCPU_ARRAY, MapType.PERCPU_HASH, MapType.LRU_PERCPU_HASH);
            case HelperIds.SK_STORAGE_GET, HelperIds.SK_STORAGE_DELETE -> EnumSet.of(MapType.SK_STORAGE);
            case HelperIds.INODE_STORAGE_GET, HelperIds.INODE_STORAGE_DELETE -> EnumSet.of(MapType.INODE_STORAGE);
            case HelperIds.TASK_STORAGE_GET, HelperIds.TASK_STORAGE_DELETE -> EnumSet.of(MapType.TASK_STORAGE);
            case HelperIds.CGRP_STORAGE_GET, HelperIds.CGRP_STORAGE_DELETE -> EnumSet.of(MapType.CGRP_STORAGE);
            default -> Set.of();
        };
    }
}
