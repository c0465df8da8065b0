package dev.skep.helper;

/** Modifiers of a return type; the kernel's {@code enum bpf_type_flag} as far as results carry it. */
public enum ReturnFlag {
    /** NULL is possible: the program has to look before it uses the pointer. */
    PTR_MAYBE_NULL,
    /** The memory may only be read. */
    MEM_RDONLY,
    /** The memory is a ring buffer reservation, which must be submitted or discarded. */
    MEM_RINGBUF,
    /** The kernel vouches for the pointer: it may be passed to kfuncs that want trusted arguments. */
    PTR_TRUSTED
}
