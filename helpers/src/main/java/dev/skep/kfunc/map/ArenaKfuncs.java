package dev.skep.kfunc.map;

import static dev.skep.helper.KfuncFlag.SLEEPABLE;
import static dev.skep.helper.KfuncHook.COMMON;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.map.Arena;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.Invocation;

/** Pages of arenas. */
public final class ArenaKfuncs {
    private ArenaKfuncs() {}

    /** Puts pages into an arena. */
    @Kfunc(
            value = "void *bpf_arena_alloc_pages(void *p__map, void *addr__ign, u32 page_cnt, int node_id, u64 flags)",
            hooks = COMMON,
            flags = SLEEPABLE)
    static long bpf_arena_alloc_pages(Invocation in, BpfMap map, long addr, long pageCnt, long nodeId, long flags) {
        return Arena.of(map).allocatePages(addr, pageCnt, flags);
    }

    /** Takes pages out of an arena. */
    @Kfunc(
            value = "void bpf_arena_free_pages(void *p__map, void *ptr__ign, u32 page_cnt)",
            hooks = COMMON,
            flags = SLEEPABLE)
    static long bpf_arena_free_pages(Invocation in, BpfMap map, long ptr, long pageCnt) {
        Arena.of(map).freePages(ptr, pageCnt);
        return 0;
    }

    /** Keeps a range of an arena free of pages. */
    @Kfunc(
            value = "int bpf_arena_reserve_pages(void *p__map, void *ptr__ign, u32 page_cnt)",
            hooks = COMMON,
            flags = SLEEPABLE)
    static long bpf_arena_reserve_pages(Invocation in, BpfMap map, long ptr, long pageCnt) {
        return Arena.of(map).reservePages(ptr, pageCnt);
    }
}
