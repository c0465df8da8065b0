package dev.skep.kernel.map;

import dev.skep.kernel.memory.AddressSpace;

/**
 * Values of which each CPU has its own, one behind the other, each rounded up to eight bytes; so do system calls see
 * them, too. Counterparts: {@code pcpu_copy_value}, {@code pcpu_init_value} in {@code kernel/bpf/hashtab.c}.
 *
 * @param cpus how many values there are
 * @param stride bytes from one CPU's value to the next
 */
record PercpuValues(BpfMap map, int cpus, long stride) {

    static PercpuValues of(BpfMap map) {
        return new PercpuValues(map, map.kernel.config().cpus(), HashRules.roundUp8(map.valueSize));
    }

    /** Bytes of the values of all CPUs. */
    static long bytes(MapCreation creation) {
        return HashRules.roundUp8(creation.spec().valueSize())
                * creation.kernel().config().cpus();
    }

    /** One CPU's value. */
    long on(long values, int cpu) {
        return values + cpu * stride;
    }

    /** Overwrites the value of one CPU. */
    void writeOne(long values, int cpu, long value) {
        map.copyValue(value, on(values, cpu));
        map.releaseFields(on(values, cpu));
    }

    /** Gives a new element its value on one CPU and zeros on the others. */
    void initialiseOne(long values, int cpu, long value) {
        AddressSpace memory = map.memory;
        for (int other = 0; other < cpus; other++) {
            if (other == cpu) {
                map.copyValue(value, on(values, cpu));
            } else {
                map.fields.clearAround(memory, on(values, other), map.valueSize);
            }
        }
    }

    /** Overwrites the values of all CPUs, the bytes between them included. */
    void writeAll(long values, long source) {
        for (int cpu = 0; cpu < cpus; cpu++) {
            map.fields.copy(map.memory, on(source, cpu), on(values, cpu), stride);
            map.releaseFields(on(values, cpu));
        }
    }

    /** Copies the values of all CPUs out for user space. */
    void readAll(long values, long target) {
        for (int cpu = 0; cpu < cpus; cpu++) {
            map.fields.copy(map.memory, on(values, cpu), on(target, cpu), stride);
            map.fields.clear(map.memory, on(target, cpu));
        }
    }
}
