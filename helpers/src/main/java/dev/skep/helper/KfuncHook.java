package dev.skep.helper;

/**
 * Where kfuncs are registered; the kernel's {@code enum btf_kfunc_hook}, and below it the hooks of that enum that a
 * filter narrows to some attach types.
 */
public enum KfuncHook {
    /** Every program type. */
    COMMON,
    XDP,
    /** {@code SCHED_CLS}. */
    TC,
    STRUCT_OPS,
    /** {@code TRACING}, {@code TRACEPOINT}, {@code PERF_EVENT} and {@code LSM}. */
    TRACING,
    SYSCALL,
    /** All cgroup types and {@code SOCK_OPS}. */
    CGROUP,
    SCHED_ACT,
    SK_SKB,
    SOCKET_FILTER,
    LWT,
    NETFILTER,
    KPROBE,

    /** {@code LSM} programs only. */
    LSM,
    /** BPF iterators only. */
    ITERATOR,
    /** kprobe and uprobe sessions only. */
    KPROBE_SESSION,
    /** Not callable: there to be attached to or tested with. */
    NONE
}
