package dev.skep.helper.lwt;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM;
import static dev.skep.kernel.program.HelperFamily.LWT_IN;
import static dev.skep.kernel.program.HelperFamily.LWT_SEG6LOCAL;
import static dev.skep.kernel.program.HelperFamily.LWT_XMIT;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.program.Invocation;

/** Encapsulation, and segment routing over IPv6. */
public abstract class LwtHelpers {
    private LwtHelpers() {}

    /** Puts a header around the packet. */
    @Helper(
            id = 73,
            families = {LWT_IN, LWT_XMIT})
    abstract long bpf_lwt_push_encap(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(ANYTHING) long type,
            @Arg(PTR_TO_RDONLY_MEM) long hdr,
            @Arg(CONST_SIZE) long len);

    /** Writes bytes into the packet's segment routing header. */
    @Helper(id = 74, families = LWT_SEG6LOCAL)
    abstract long bpf_lwt_seg6_store_bytes(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(ANYTHING) long offset,
            @Arg(PTR_TO_RDONLY_MEM) long from,
            @Arg(CONST_SIZE) long len);

    /** Grows or shrinks the packet's segment routing header. */
    @Helper(id = 75, families = LWT_SEG6LOCAL)
    abstract long bpf_lwt_seg6_adjust_srh(
            Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long offset, @Arg(ANYTHING) long delta);

    /** Applies a segment routing action to the packet. */
    @Helper(id = 76, families = LWT_SEG6LOCAL)
    abstract long bpf_lwt_seg6_action(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(ANYTHING) long action,
            @Arg(PTR_TO_RDONLY_MEM) long param,
            @Arg(CONST_SIZE) long paramLen);
}
