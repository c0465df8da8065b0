package dev.skep.helper.skb;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_UNINIT_MEM;
import static dev.skep.kernel.program.HelperFamily.LWT_XMIT;
import static dev.skep.kernel.program.HelperFamily.TC;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.program.Invocation;

/** Tunnel metadata and transformation state of a packet. */
public abstract class SkbTunnelHelpers {
    private SkbTunnelHelpers() {}

    /** The tunnel that the packet came through. */
    @Helper(
            id = 20,
            families = {TC, LWT_XMIT})
    abstract long bpf_skb_get_tunnel_key(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(PTR_TO_UNINIT_MEM) long key,
            @Arg(CONST_SIZE) long size,
            @Arg(ANYTHING) long flags);

    /** The tunnel that the packet is to go through. */
    @Helper(
            id = 21,
            families = {TC, LWT_XMIT})
    abstract long bpf_skb_set_tunnel_key(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(PTR_TO_RDONLY_MEM) long key,
            @Arg(CONST_SIZE) long size,
            @Arg(ANYTHING) long flags);

    /** The options of the tunnel that the packet came through. */
    @Helper(
            id = 29,
            families = {TC, LWT_XMIT})
    abstract long bpf_skb_get_tunnel_opt(
            Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(PTR_TO_UNINIT_MEM) long opt, @Arg(CONST_SIZE) long size);

    /** The options of the tunnel that the packet is to go through. */
    @Helper(
            id = 30,
            families = {TC, LWT_XMIT})
    abstract long bpf_skb_set_tunnel_opt(
            Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(PTR_TO_RDONLY_MEM) long opt, @Arg(CONST_SIZE) long size);

    /** The packet's transformation (IPsec) state at an index. */
    @Helper(id = 66, families = TC)
    abstract long bpf_skb_get_xfrm_state(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(ANYTHING) long index,
            @Arg(PTR_TO_UNINIT_MEM) long xfrmState,
            @Arg(CONST_SIZE) long size,
            @Arg(ANYTHING) long flags);
}
