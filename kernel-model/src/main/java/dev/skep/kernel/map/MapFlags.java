package dev.skep.kernel.map;

/** Bits of {@code map_flags} at creation. Counterpart: {@code BPF_F_*} in {@code uapi/linux/bpf.h}. */
public final class MapFlags {
    /** Elements are allocated as they come, not when the map is created. */
    public static final int NO_PREALLOC = 1;
    /** Each CPU has an LRU list of its own. */
    public static final int NO_COMMON_LRU = 1 << 1;

    public static final int NUMA_NODE = 1 << 2;
    /** System calls may only read. */
    public static final int RDONLY = 1 << 3;
    /** System calls may only write. */
    public static final int WRONLY = 1 << 4;

    public static final int STACK_BUILD_ID = 1 << 5;
    /** The hash starts from 0. Here it always does, so that the order of elements is the same in every run. */
    public static final int ZERO_SEED = 1 << 6;
    /** Programs may only read. */
    public static final int RDONLY_PROG = 1 << 7;
    /** Programs may only write. */
    public static final int WRONLY_PROG = 1 << 8;

    public static final int CLONE = 1 << 9;
    public static final int MMAPABLE = 1 << 10;
    public static final int PRESERVE_ELEMS = 1 << 11;
    /** As an inner map it may stand in for one with another {@code max_entries}. */
    public static final int INNER_MAP = 1 << 12;

    public static final int LINK = 1 << 13;
    public static final int PATH_FD = 1 << 14;
    public static final int VTYPE_BTF_OBJ_FD = 1 << 15;
    public static final int TOKEN_FD = 1 << 16;
    public static final int SEGV_ON_FAULT = 1 << 17;
    public static final int NO_USER_CONV = 1 << 18;

    /** Every bit that says who may read and write. */
    static final int ACCESS = RDONLY | WRONLY | RDONLY_PROG | WRONLY_PROG;

    private MapFlags() {}

    /** Whether programs may read or write at all: not both of the restrictions at once. */
    static boolean programAccessIsSound(int flags) {
        return (flags & (RDONLY_PROG | WRONLY_PROG)) != (RDONLY_PROG | WRONLY_PROG);
    }
}
