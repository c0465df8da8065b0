package dev.skep.helper;

/** Modifiers of an argument type; the kernel's {@code enum bpf_type_flag} as far as arguments carry it. */
public enum ArgumentFlag {
    /** NULL is allowed. */
    PTR_MAYBE_NULL,
    /** The helper only reads: read-only memory will do as well. */
    MEM_RDONLY,
    /** The memory need not be initialised; the helper fills all of it, or clears it when it fails. */
    MEM_UNINIT,
    /** The helper writes to the memory. */
    MEM_WRITE,
    /** The size is a constant of the prototype, not the next argument. */
    MEM_FIXED_SIZE,
    /** The memory must be aligned to its fixed size. */
    MEM_ALIGNED,
    /** The call ends the life of the reference that is passed. */
    OBJ_RELEASE,
    /** A dynptr over memory of the program (a map value). */
    DYNPTR_TYPE_LOCAL,
    /** A dynptr over a ring buffer reservation. */
    DYNPTR_TYPE_RINGBUF
}
