package dev.skep.kernel.map;

/** How an update treats what is there. Counterpart: {@code BPF_ANY} and its like in {@code uapi/linux/bpf.h}. */
public final class UpdateFlags {
    /** Creates the element or overwrites it. */
    public static final long ANY = 0;
    /** Only creates: EEXIST when there is one. */
    public static final long NOEXIST = 1;
    /** Only overwrites: ENOENT when there is none. */
    public static final long EXIST = 2;
    /** Holds the spin lock in the value while it copies. */
    public static final long LOCK = 4;

    private UpdateFlags() {}
}
