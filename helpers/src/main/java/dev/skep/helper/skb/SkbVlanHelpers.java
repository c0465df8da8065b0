package dev.skep.helper.skb;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.kernel.program.HelperFamily.TC;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.program.Invocation;

/** VLAN tags. */
public abstract class SkbVlanHelpers {
    private SkbVlanHelpers() {}

    /** Puts a VLAN tag on the packet. */
    @Helper(id = 18, families = TC)
    abstract long bpf_skb_vlan_push(
            Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long vlanProto, @Arg(ANYTHING) long vlanTci);

    /** Takes the VLAN tag off the packet. */
    @Helper(id = 19, families = TC)
    abstract long bpf_skb_vlan_pop(Invocation in, @Arg(PTR_TO_CTX) long skb);
}
