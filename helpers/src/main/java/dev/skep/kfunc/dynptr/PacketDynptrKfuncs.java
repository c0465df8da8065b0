package dev.skep.kfunc.dynptr;

import static dev.skep.helper.KfuncHook.CGROUP;
import static dev.skep.helper.KfuncHook.LWT;
import static dev.skep.helper.KfuncHook.NETFILTER;
import static dev.skep.helper.KfuncHook.SCHED_ACT;
import static dev.skep.helper.KfuncHook.SK_SKB;
import static dev.skep.helper.KfuncHook.SOCKET_FILTER;
import static dev.skep.helper.KfuncHook.TC;
import static dev.skep.helper.KfuncHook.TRACING;
import static dev.skep.helper.KfuncHook.XDP;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.program.Invocation;

/** Dynptrs over packets. */
public abstract class PacketDynptrKfuncs {
    private PacketDynptrKfuncs() {}

    /** Makes a dynptr over the packet. */
    @Kfunc(
            value = "int bpf_dynptr_from_skb(struct __sk_buff *s, u64 flags, struct bpf_dynptr *ptr__uninit)",
            btfId = 63884,
            hooks = {TC, SOCKET_FILTER, SCHED_ACT, SK_SKB, LWT, CGROUP, NETFILTER, TRACING})
    abstract long bpf_dynptr_from_skb(Invocation in, long s, long flags, long ptr);

    /** Makes a dynptr over the metadata in front of the packet. */
    @Kfunc(
            value = "int bpf_dynptr_from_skb_meta(struct __sk_buff *skb_, u64 flags, struct bpf_dynptr *ptr__uninit)",
            btfId = 63887,
            hooks = {TC, SCHED_ACT})
    abstract long bpf_dynptr_from_skb_meta(Invocation in, long skb, long flags, long ptr);

    /** Makes a dynptr over the frame. */
    @Kfunc(
            value = "int bpf_dynptr_from_xdp(struct xdp_md *x, u64 flags, struct bpf_dynptr *ptr__uninit)",
            btfId = 63892,
            hooks = XDP)
    abstract long bpf_dynptr_from_xdp(Invocation in, long x, long flags, long ptr);
}
