package dev.skep.helper.skb;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE_OR_ZERO;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM_OR_NULL;
import static dev.skep.kernel.Errno.EBADMSG;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ERANGE;
import static dev.skep.kernel.program.HelperFamily.LWT_XMIT;
import static dev.skep.kernel.program.HelperFamily.TC;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.net.PacketOffload;
import dev.skep.kernel.net.SkBuff;
import dev.skep.kernel.program.Invocation;

/** Sending a packet, or a copy of it, elsewhere. */
public abstract class SkbRedirectHelpers {
    private static final long TC_ACT_SHOT = 2;
    private static final long TC_ACT_REDIRECT = 7;

    /** {@code BPF_F_INGRESS}: into the device instead of out of it. */
    private static final long F_INGRESS = 1;

    // The kernel's own flags beside it.
    private static final long F_NEIGH = 1 << 16;
    private static final long F_PEER = 1 << 17;
    private static final long F_NEXTHOP = 1 << 18;

    /** {@code struct bpf_redir_neigh}. */
    private static final int NEIGHBOUR_SIZE = 20;

    private SkbRedirectHelpers() {}

    /** Sends a copy of the packet out of a device, or into it. */
    @Helper(
            id = 13,
            families = {TC, LWT_XMIT})
    static long bpf_clone_redirect(
            Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long ifindex, @Arg(ANYTHING) long flags) {
        if ((flags & ~F_INGRESS) != 0) {
            return EINVAL.result();
        }
        SkBuff packet = in.context(skb, SkBuff.class);
        PacketOffload offload = packet.offload();
        if (offload.isSegmented() && offload.segmentType() == 0) {
            return EBADMSG.result();
        }
        if (in.kernel().net().device((int) ifindex) == null) {
            return EINVAL.result();
        }
        packet.computeDataPointers();
        return packet.macOffset() >= packet.networkOffset() || packet.length() == 0 ? ERANGE.result() : 0;
    }

    /** Sends the packet out of another device, or into it: the program returns what this returns. */
    @Helper(
            id = 23,
            families = {TC, LWT_XMIT})
    static long bpf_redirect(Invocation in, @Arg(ANYTHING) long ifindex, @Arg(ANYTHING) long flags) {
        if ((flags & ~F_INGRESS) != 0) {
            return TC_ACT_SHOT;
        }
        in.redirect().toDevice((int) ifindex, flags);
        return TC_ACT_REDIRECT;
    }

    /** Sends the packet out of another device, with the link layer addresses that the neighbour table has. */
    @Helper(id = 152, families = TC)
    static long bpf_redirect_neigh(
            Invocation in,
            @Arg(ANYTHING) long ifindex,
            @Arg(PTR_TO_RDONLY_MEM_OR_NULL) long params,
            @Arg(CONST_SIZE_OR_ZERO) long plen,
            @Arg(ANYTHING) long flags) {
        int size = (int) plen;
        if (size != 0 && size < NEIGHBOUR_SIZE || flags != 0) {
            return TC_ACT_SHOT;
        }
        in.redirect().toDevice((int) ifindex, F_NEIGH | (size != 0 ? F_NEXTHOP : 0));
        return TC_ACT_REDIRECT;
    }

    /** Sends the packet into the peer of a virtual device, in its namespace. */
    @Helper(id = 155, families = TC)
    static long bpf_redirect_peer(Invocation in, @Arg(ANYTHING) long ifindex, @Arg(ANYTHING) long flags) {
        if (flags != 0) {
            return TC_ACT_SHOT;
        }
        in.redirect().toDevice((int) ifindex, F_PEER);
        return TC_ACT_REDIRECT;
    }
}
