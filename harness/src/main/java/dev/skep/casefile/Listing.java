package dev.skep.casefile;

import dev.skep.kernel.map.MapType;

/** How user space sees what is in a map. */
enum Listing {
    /** Key by key. */
    ELEMENTS,
    /** By taking values out until there are none. */
    VALUES,
    /** Not at all, or only for those who hold descriptors of sockets, tasks or files. */
    NOTHING;

    static Listing of(MapType type) {
        return switch (type) {
            case QUEUE, STACK -> VALUES;
            case UNSPEC,
                    BLOOM_FILTER,
                    RINGBUF,
                    USER_RINGBUF,
                    PERF_EVENT_ARRAY,
                    XSKMAP,
                    CGROUP_ARRAY,
                    ARENA,
                    SOCKMAP,
                    SOCKHASH,
                    REUSEPORT_SOCKARRAY,
                    SK_STORAGE,
                    INODE_STORAGE,
                    TASK_STORAGE,
                    CGRP_STORAGE -> NOTHING;
            case HASH,
                    ARRAY,
                    PROG_ARRAY,
                    PERCPU_HASH,
                    PERCPU_ARRAY,
                    STACK_TRACE,
                    LRU_HASH,
                    LRU_PERCPU_HASH,
                    LPM_TRIE,
                    ARRAY_OF_MAPS,
                    HASH_OF_MAPS,
                    DEVMAP,
                    DEVMAP_HASH,
                    CPUMAP,
                    CGROUP_STORAGE,
                    PERCPU_CGROUP_STORAGE,
                    STRUCT_OPS -> ELEMENTS;
        };
    }
}
