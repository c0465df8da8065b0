package dev.skep.kfunc.map;

import static dev.skep.helper.KfuncHook.COMMON;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.Invocation;

/** Figures of a map. */
public final class MapKfuncs {
    private MapKfuncs() {}

    /** The number of elements, summed over all CPUs. */
    @Kfunc(value = "s64 bpf_map_sum_elem_count(const struct bpf_map *map)", hooks = COMMON)
    static long bpf_map_sum_elem_count(Invocation in, long map) {
        BpfMap counted = in.kernel().maps().byAddress(map);
        return counted == null ? 0 : counted.elementCount();
    }
}
