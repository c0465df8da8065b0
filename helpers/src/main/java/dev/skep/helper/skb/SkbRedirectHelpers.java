package dev.skep.helper.skb;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE_OR_ZERO;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM_OR_NULL;
import static dev.skep.kernel.program.HelperFamily.LWT_XMIT;
import static dev.skep.kernel.program.HelperFamily.TC;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.program.Invocation;

/** Sending a packet, or a copy of it, elsewhere. */
public abstract class SkbRedirectHelpers {
    private SkbRedirectHelpers() {}

    /** Sends a copy of the packet out of a device, or into it. */
    @Helper(
            id = 13,
            families = {TC, LWT_XMIT})
    abstract long bpf_clone_redirect(
            Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long ifindex, @Arg(ANYTHING) long flags);

    /** Sends the packet out of another device, or into it: the program returns what this returns. */
    @Helper(
            id = 23,
            families = {TC, LWT_XMIT})
    abstract long bpf_redirect(Invocation in, @Arg(ANYTHING) long ifindex, @Arg(ANYTHING) long flags);

    /** Sends the packet out of another device, with the link layer addresses that the neighbour table has. */
    @Helper(id = 152, families = TC)
    abstract long bpf_redirect_neigh(
            Invocation in,
            @Arg(ANYTHING) long ifindex,
            @Arg(PTR_TO_RDONLY_MEM_OR_NULL) long params,
            @Arg(CONST_SIZE_OR_ZERO) long plen,
            @Arg(ANYTHING) long flags);

    /** Sends the packet into the peer of a virtual device, in its namespace. */
    @Helper(id = 155, families = TC)
    abstract long bpf_redirect_peer(Invocation in, @Arg(ANYTHING) long ifindex, @Arg(ANYTHING) long flags);
}
