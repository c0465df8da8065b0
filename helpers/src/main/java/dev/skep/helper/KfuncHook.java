package dev.skep.helper;

import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramType;

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

    /** Short for {@code TC}, {@code XDP}, {@code TRACING}, {@code STRUCT_OPS}, {@code SYSCALL} and {@code CGROUP}. */
    GENERIC,

    /** {@code LSM} programs only. */
    LSM,
    /** BPF iterators only. */
    ITERATOR,
    /** kprobe and uprobe sessions only. */
    KPROBE_SESSION,
    /** Not callable: there to be attached to or tested with. */
    NONE;

    /** Whether a program of this type, with this expected attach type, is at this hook. */
    public boolean admits(ProgramType type, AttachType attachType) {
        return switch (this) {
            case COMMON -> true;
            case XDP -> type == ProgramType.XDP;
            case TC -> type == ProgramType.SCHED_CLS;
            case STRUCT_OPS -> type == ProgramType.STRUCT_OPS;
            case TRACING -> isTracing(type);
            case SYSCALL -> type == ProgramType.SYSCALL;
            case CGROUP -> isCgroup(type);
            case SCHED_ACT -> type == ProgramType.SCHED_ACT;
            case SK_SKB -> type == ProgramType.SK_SKB;
            case SOCKET_FILTER -> type == ProgramType.SOCKET_FILTER;
            case LWT -> isTunnel(type);
            case NETFILTER -> type == ProgramType.NETFILTER;
            case KPROBE -> type == ProgramType.KPROBE;
            case GENERIC -> isGeneric(type);
            case LSM -> type == ProgramType.LSM;
            case ITERATOR -> type == ProgramType.TRACING && attachType == AttachType.TRACE_ITER;
            case KPROBE_SESSION ->
                type == ProgramType.KPROBE
                        && (attachType == AttachType.TRACE_KPROBE_SESSION
                                || attachType == AttachType.TRACE_UPROBE_SESSION);
            case NONE -> false;
        };
    }

    private static boolean isGeneric(ProgramType type) {
        return type == ProgramType.SCHED_CLS
                || type == ProgramType.XDP
                || type == ProgramType.STRUCT_OPS
                || type == ProgramType.SYSCALL
                || isTracing(type)
                || isCgroup(type);
    }

    private static boolean isTracing(ProgramType type) {
        return type == ProgramType.TRACING
                || type == ProgramType.TRACEPOINT
                || type == ProgramType.PERF_EVENT
                || type == ProgramType.LSM;
    }

    private static boolean isCgroup(ProgramType type) {
        return type == ProgramType.CGROUP_SKB
                || type == ProgramType.CGROUP_SOCK
                || type == ProgramType.CGROUP_DEVICE
                || type == ProgramType.CGROUP_SOCK_ADDR
                || type == ProgramType.CGROUP_SOCKOPT
                || type == ProgramType.CGROUP_SYSCTL
                || type == ProgramType.SOCK_OPS;
    }

    private static boolean isTunnel(ProgramType type) {
        return type == ProgramType.LWT_IN
                || type == ProgramType.LWT_OUT
                || type == ProgramType.LWT_XMIT
                || type == ProgramType.LWT_SEG6LOCAL;
    }
}
