package dev.skep.helper.skb;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.kernel.program.HelperFamily.LWT_XMIT;
import static dev.skep.kernel.program.HelperFamily.SK_SKB;
import static dev.skep.kernel.program.HelperFamily.TC;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.program.Invocation;

/** Making a packet longer or shorter, and changing what it is. */
public abstract class SkbRoomHelpers {
    private SkbRoomHelpers() {}

    /** Grows or shrinks the packet between its headers. */
    @Helper(id = 50, families = TC)
    abstract long bpf_skb_adjust_room(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(ANYTHING) long lenDiff,
            @Arg(ANYTHING) long mode,
            @Arg(ANYTHING) long flags);

    /** Grows or shrinks a socket stream at its start. */
    @Helper(id = 50, name = "skb_adjust_room", families = SK_SKB)
    abstract long bpf_sk_skb_adjust_room(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(ANYTHING) long lenDiff,
            @Arg(ANYTHING) long mode,
            @Arg(ANYTHING) long flags);

    /** Cuts the packet off, or grows it with zeros, to a length. */
    @Helper(
            id = 38,
            families = {TC, LWT_XMIT})
    abstract long bpf_skb_change_tail(
            Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long len, @Arg(ANYTHING) long flags);

    /** As {@link #bpf_skb_change_tail}, for a stream of a socket. */
    @Helper(id = 38, name = "skb_change_tail", families = SK_SKB)
    abstract long bpf_sk_skb_change_tail(
            Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long len, @Arg(ANYTHING) long flags);

    /** Grows the packet at its front, for a new link layer header. */
    @Helper(
            id = 43,
            families = {TC, LWT_XMIT})
    abstract long bpf_skb_change_head(
            Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long len, @Arg(ANYTHING) long flags);

    /** As {@link #bpf_skb_change_head}, for a stream of a socket. */
    @Helper(id = 43, name = "skb_change_head", families = SK_SKB)
    abstract long bpf_sk_skb_change_head(
            Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long len, @Arg(ANYTHING) long flags);

    /** Turns an IPv4 packet into an IPv6 one, or back. */
    @Helper(id = 31, families = TC)
    abstract long bpf_skb_change_proto(
            Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long proto, @Arg(ANYTHING) long flags);

    /** Changes whom the packet is for, as its link layer said. */
    @Helper(id = 32, families = TC)
    abstract long bpf_skb_change_type(Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long type);
}
