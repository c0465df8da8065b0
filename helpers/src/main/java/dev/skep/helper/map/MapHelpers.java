package dev.skep.helper.map;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_MAP_PTR;
import static dev.skep.helper.ArgumentType.PTR_TO_MAP_KEY;
import static dev.skep.helper.ArgumentType.PTR_TO_MAP_VALUE;
import static dev.skep.helper.ArgumentType.PTR_TO_UNINIT_MAP_VALUE;
import static dev.skep.kernel.program.HelperFamily.COMMON;
import static dev.skep.kernel.program.HelperFamily.CORE;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.helper.ReturnType;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.Invocation;

/**
 * Looking up, updating and deleting map elements; the counterpart of the first half of {@code kernel/bpf/helpers.c}.
 */
public final class MapHelpers {
    private MapHelpers() {}

    /** Finds the element under a key: the address of its value, or 0. */
    @Helper(id = 1, families = CORE, returns = ReturnType.PTR_TO_MAP_VALUE_OR_NULL, packetAccess = true, inline = true)
    static long bpf_map_lookup_elem(Invocation in, @Arg(CONST_MAP_PTR) BpfMap map, @Arg(PTR_TO_MAP_KEY) long key) {
        return map.lookup(in.cpu(), key);
    }

    /** Puts a value under a key. {@code flags}: 0 any, 1 only a new key, 2 only an existing one. */
    @Helper(id = 2, families = CORE, packetAccess = true, inline = true)
    static long bpf_map_update_elem(
            Invocation in,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(PTR_TO_MAP_KEY) long key,
            @Arg(PTR_TO_MAP_VALUE) long value,
            @Arg(ANYTHING) long flags) {
        return map.update(in.cpu(), key, value, flags);
    }

    /** Deletes the element under a key. */
    @Helper(id = 3, families = CORE, packetAccess = true, inline = true)
    static long bpf_map_delete_elem(Invocation in, @Arg(CONST_MAP_PTR) BpfMap map, @Arg(PTR_TO_MAP_KEY) long key) {
        return map.delete(in.cpu(), key);
    }

    /** Puts a value into a queue, a stack or a Bloom filter. */
    @Helper(id = 87, families = CORE, packetAccess = true)
    static long bpf_map_push_elem(
            Invocation in,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(PTR_TO_MAP_VALUE) long value,
            @Arg(ANYTHING) long flags) {
        return map.push(value, flags);
    }

    /** Takes the next value out of a queue or a stack. */
    @Helper(id = 88, families = CORE)
    static long bpf_map_pop_elem(
            Invocation in, @Arg(CONST_MAP_PTR) BpfMap map, @Arg(PTR_TO_UNINIT_MAP_VALUE) long value) {
        return map.pop(value);
    }

    /** Reads the next value of a queue or a stack, or asks a Bloom filter about one. */
    @Helper(id = 89, families = CORE)
    static long bpf_map_peek_elem(
            Invocation in, @Arg(CONST_MAP_PTR) BpfMap map, @Arg(PTR_TO_UNINIT_MAP_VALUE) long value) {
        return map.peek(value);
    }

    /** Finds the element under a key of a per-CPU map for another CPU: the address of its value, or 0. */
    @Helper(id = 195, families = COMMON, returns = ReturnType.PTR_TO_MAP_VALUE_OR_NULL, packetAccess = true)
    static long bpf_map_lookup_percpu_elem(
            Invocation in, @Arg(CONST_MAP_PTR) BpfMap map, @Arg(PTR_TO_MAP_KEY) long key, @Arg(ANYTHING) long cpu) {
        return map.lookupPerCpu(key, (int) cpu);
    }
}
