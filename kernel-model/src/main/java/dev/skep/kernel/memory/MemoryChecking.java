package dev.skep.kernel.memory;

/** How closely accesses to simulated memory are watched. */
public enum MemoryChecking {
    /** An access outside of the region faults, as an access to an unmapped page does. */
    BOUNDS,
    /**
     * In addition, an access to bytes that are not allocated, or a read of bytes that were never written, faults and
     * names both places: that of the access and that of the allocation. Counterparts: KASAN and KMSAN.
     */
    STRICT
}
