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
import static dev.skep.kernel.Errno.EINVAL;

import dev.skep.helper.Kfunc;
import dev.skep.helper.dynptr.Dynptr;
import dev.skep.kernel.net.SkBuff;
import dev.skep.kernel.net.XdpBuff;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ProgramType;

/** Dynptrs over packets. */
public final class PacketDynptrKfuncs {
    private PacketDynptrKfuncs() {}

    /** Makes a dynptr over the packet. */
    @Kfunc(
            value = "int bpf_dynptr_from_skb(struct __sk_buff *s, u64 flags, struct bpf_dynptr *ptr__uninit)",
            hooks = {TC, SOCKET_FILTER, SCHED_ACT, SK_SKB, LWT, CGROUP, NETFILTER, TRACING})
    static long bpf_dynptr_from_skb(Invocation in, long s, long flags, long ptr) {
        SkBuff packet = in.context(s, SkBuff.class);
        long result = make(in, s, flags, ptr, Dynptr.SKB, packet.length());
        if (result == 0 && !mayWrite(in.program().type())) {
            Dynptr.setReadOnly(in.memory(), ptr);
        }
        return result;
    }

    /** Makes a dynptr over the metadata in front of the packet. */
    @Kfunc(
            value = "int bpf_dynptr_from_skb_meta(struct __sk_buff *skb_, u64 flags, struct bpf_dynptr *ptr__uninit)",
            hooks = {TC, SCHED_ACT})
    static long bpf_dynptr_from_skb_meta(Invocation in, long skb, long flags, long ptr) {
        in.context(skb, SkBuff.class);
        return make(in, skb, flags, ptr, Dynptr.SKB_META, 0);
    }

    /** Makes a dynptr over the frame. */
    @Kfunc(value = "int bpf_dynptr_from_xdp(struct xdp_md *x, u64 flags, struct bpf_dynptr *ptr__uninit)", hooks = XDP)
    static long bpf_dynptr_from_xdp(Invocation in, long x, long flags, long ptr) {
        return make(in, x, flags, ptr, Dynptr.XDP, in.context(x, XdpBuff.class).length());
    }

    private static long make(Invocation in, long context, long flags, long dynptr, int kind, int size) {
        if (flags != 0) {
            Dynptr.setNull(in.memory(), dynptr);
            return EINVAL.result();
        }
        Dynptr.init(in.memory(), dynptr, context, kind, size);
        return 0;
    }

    /** {@code may_access_direct_pkt_data} for writing. */
    private static boolean mayWrite(ProgramType type) {
        return type == ProgramType.SCHED_CLS
                || type == ProgramType.SCHED_ACT
                || type == ProgramType.LWT_XMIT
                || type == ProgramType.SK_SKB;
    }
}
