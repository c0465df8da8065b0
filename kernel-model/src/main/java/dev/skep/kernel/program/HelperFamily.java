package dev.skep.kernel.program;

/**
 * A group of helpers that the same program types may call. A helper names the families it is in, a program type the
 * families it admits; together they answer "may XDP call X?".
 *
 * <p>A family stands for one of the kernel's {@code *_func_proto()} tables, or for the part of it that depends on the
 * attach type.
 */
public enum HelperFamily {
    /** What even the smallest program types may call. */
    CORE,
    /** What every type but {@code LIRC_MODE2} may call: {@code bpf_base_func_proto}. */
    COMMON,
    /** {@code bpf_perf_event_output}: all but the four types that run where nobody may be called. */
    EVENT_OUTPUT,
    /** From a {@code sock_common} to the protocol's own socket: {@code bpf_sk_base_func_proto}. */
    SOCKET_CASTS,
    /** {@code bpf_ktime_get_coarse_ns}: the networking types. */
    COARSE_TIME,

    SOCKET_FILTER,
    /** Classifiers and actions: {@code tc_cls_act_func_proto}. */
    TC,
    XDP,
    /** All four lightweight tunnel types: {@code lwt_out_func_proto}. */
    LWT,
    LWT_IN,
    LWT_XMIT,
    LWT_SEG6LOCAL,
    SOCK_OPS,
    SK_SKB,
    SK_MSG,
    SK_REUSEPORT,
    SK_LOOKUP,
    FLOW_DISSECTOR,

    CGROUP_SKB,
    CGROUP_SOCK,
    CGROUP_SOCK_ADDR,
    /** {@code connect4} and {@code connect6} only. */
    CGROUP_SOCK_ADDR_CONNECT,
    CGROUP_DEVICE,
    CGROUP_SYSCTL,
    CGROUP_SOCKOPT,
    /** {@code setsockopt} only. */
    CGROUP_SETSOCKOPT,
    /** The cgroup hooks whose return value the system call's caller sees. */
    CGROUP_RETVAL,

    /** All tracing types: {@code bpf_tracing_func_proto}. */
    TRACING,
    KPROBE,
    TRACEPOINT,
    PERF_EVENT,
    RAW_TRACEPOINT,
    /** {@code TRACING}, {@code LSM} and what falls back on it: {@code tracing_prog_func_proto}. */
    TRACING_PROGRAM,
    /** {@code tp_btf}, {@code fentry}, {@code fexit}, {@code fmod_ret}. */
    TRACING_ATTACHED,
    /** {@code fentry}, {@code fexit}, {@code fmod_ret}. */
    TRAMPOLINE,
    /** {@code fexit}, {@code fmod_ret}. */
    TRAMPOLINE_RETURN,
    /** BPF iterators. */
    ITERATOR,
    /** The iterators over TCP and Unix sockets. */
    SOCKET_ITERATOR,

    /** {@code tcp_congestion_ops}: {@code bpf_tcp_ca_get_func_proto}. */
    STRUCT_OPS,
    LSM,
    SYSCALL,
    LIRC;

    /** Whether this is one of the tables that the others fall back on; a variant of a helper elsewhere comes first. */
    public boolean isFallback() {
        return this == CORE || this == COMMON;
    }
}
