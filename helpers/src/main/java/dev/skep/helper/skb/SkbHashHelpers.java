package dev.skep.helper.skb;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.kernel.program.HelperFamily.LWT;
import static dev.skep.kernel.program.HelperFamily.LWT_XMIT;
import static dev.skep.kernel.program.HelperFamily.TC;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.program.Invocation;

/** The flow hash of a packet. */
public abstract class SkbHashHelpers {
    private SkbHashHelpers() {}

    /** The packet's flow hash, computed when there is none. */
    @Helper(
            id = 34,
            families = {TC, LWT})
    abstract long bpf_get_hash_recalc(Invocation in, @Arg(PTR_TO_CTX) long skb);

    /** Forgets the packet's flow hash. */
    @Helper(
            id = 41,
            families = {TC, LWT_XMIT})
    abstract long bpf_set_hash_invalid(Invocation in, @Arg(PTR_TO_CTX) long skb);

    /** Sets the packet's flow hash. */
    @Helper(id = 48, families = TC)
    abstract long bpf_set_hash(Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long hash);
}
