package dev.skep.helper.skb;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.kernel.program.HelperFamily.LWT;
import static dev.skep.kernel.program.HelperFamily.LWT_XMIT;
import static dev.skep.kernel.program.HelperFamily.TC;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.net.PacketHash;
import dev.skep.kernel.net.SkBuff;
import dev.skep.kernel.program.Invocation;

/** The flow hash of a packet. */
public abstract class SkbHashHelpers {
    private SkbHashHelpers() {}

    /** The packet's flow hash, computed when there is none. */
    @Helper(
            id = 34,
            families = {TC, LWT})
    static long bpf_get_hash_recalc(Invocation in, @Arg(PTR_TO_CTX) long skb) {
        return PacketHash.ofFlow(
                        in.context(skb, SkBuff.class), in.kernel().config().seed())
                & 0xffff_ffffL;
    }

    /** Forgets the packet's flow hash. */
    @Helper(
            id = 41,
            families = {TC, LWT_XMIT})
    static long bpf_set_hash_invalid(Invocation in, @Arg(PTR_TO_CTX) long skb) {
        in.context(skb, SkBuff.class).hash().clear();
        return 0;
    }

    /** Sets the packet's flow hash. */
    @Helper(id = 48, families = TC)
    static long bpf_set_hash(Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long hash) {
        in.context(skb, SkBuff.class).hash().set((int) hash);
        return 0;
    }
}
