package dev.skep.kernel.map;

import org.jspecify.annotations.Nullable;

/** What the kernel keeps in a value by itself. Counterpart: {@code enum btf_field_type}. */
public enum FieldKind {
    SPIN_LOCK("bpf_spin_lock", 4, 4),
    RES_SPIN_LOCK("bpf_res_spin_lock", 4, 4),
    TIMER("bpf_timer", 16, 8),
    WORKQUEUE("bpf_wq", 16, 8),
    TASK_WORK("bpf_task_work", 8, 8),
    LIST_HEAD("bpf_list_head", 16, 8),
    LIST_NODE("bpf_list_node", 24, 8),
    RB_ROOT("bpf_rb_root", 16, 8),
    RB_NODE("bpf_rb_node", 32, 8),
    REFCOUNT("bpf_refcount", 4, 4),
    /** A pointer to a kernel object that nothing keeps alive: {@code __kptr_untrusted}. */
    KPTR_UNREFERENCED(null, 8, 8),
    /** A pointer that owns what it points to: {@code __kptr}. */
    KPTR_REFERENCED(null, 8, 8),
    /** A pointer to memory of each CPU: {@code __percpu_kptr}. */
    KPTR_PER_CPU(null, 8, 8),
    /** A pointer to memory of the task: {@code __uptr}. */
    UPTR(null, 8, 8);

    private final @Nullable String structName;
    private final int sizeBytes;
    private final int alignmentBytes;

    FieldKind(@Nullable String structName, int sizeBytes, int alignmentBytes) {
        this.structName = structName;
        this.sizeBytes = sizeBytes;
        this.alignmentBytes = alignmentBytes;
    }

    /** The struct in the program's source, {@code null} for pointers. */
    public @Nullable String structName() {
        return structName;
    }

    public int sizeBytes() {
        return sizeBytes;
    }

    public int alignmentBytes() {
        return alignmentBytes;
    }

    /** Pointers to objects, of whatever sort. */
    public boolean isPointer() {
        return structName == null;
    }

    /** Lists and trees, which say what they contain. */
    public boolean isGraphRoot() {
        return this == LIST_HEAD || this == RB_ROOT;
    }
}
