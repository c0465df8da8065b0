package dev.skep.kernel.program;

/** What the kernel itself passes to programs of each type; the last column of {@code linux/bpf_types.h}. */
public final class KernelContexts {
    private KernelContexts() {}

    /** The name of the struct behind the context, empty where there is none. */
    public static String struct(ProgramType type) {
        return switch (type) {
            case SOCKET_FILTER, SCHED_CLS, SCHED_ACT, CGROUP_SKB, LWT_IN, LWT_OUT, LWT_XMIT, LWT_SEG6LOCAL, SK_SKB ->
                "sk_buff";
            case XDP -> "xdp_buff";
            case CGROUP_SOCK -> "sock";
            case CGROUP_SOCK_ADDR -> "bpf_sock_addr_kern";
            case SOCK_OPS -> "bpf_sock_ops_kern";
            case SK_MSG -> "sk_msg";
            case FLOW_DISSECTOR -> "bpf_flow_dissector";
            case KPROBE -> "pt_regs";
            case PERF_EVENT -> "bpf_perf_event_data_kern";
            case CGROUP_DEVICE -> "bpf_cgroup_dev_ctx";
            case CGROUP_SYSCTL -> "bpf_sysctl_kern";
            case CGROUP_SOCKOPT -> "bpf_sockopt_kern";
            case SK_REUSEPORT -> "sk_reuseport_kern";
            case SK_LOOKUP -> "bpf_sk_lookup_kern";
            case NETFILTER -> "bpf_nf_ctx";
            default -> "";
        };
    }
}
