package dev.skep.verifier.check;

/** What a pointer argument of a kfunc is; the kernel's {@code enum kfunc_ptr_arg_type}. */
enum KfuncArgumentKind {
    CONTEXT,
    ALLOCATED_OBJECT,
    REFCOUNTED_OBJECT,
    DYNPTR,
    ITERATOR,
    LIST_HEAD,
    LIST_NODE,
    TREE_ROOT,
    TREE_NODE,
    STRUCT,
    MEMORY,
    SIZED_MEMORY,
    CALLBACK,
    NULL,
    CONSTANT_STRING,
    MAP,
    WORKQUEUE,
    TASK_WORK,
    IRQ_FLAG,
    RESILIENT_LOCK
}
