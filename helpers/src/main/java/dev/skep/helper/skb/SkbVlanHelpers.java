package dev.skep.helper.skb;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.kernel.program.HelperFamily.TC;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.net.EtherType;
import dev.skep.kernel.net.SkBuff;
import dev.skep.kernel.net.VlanTags;
import dev.skep.kernel.program.Invocation;

/** VLAN tags. */
public abstract class SkbVlanHelpers {
    private SkbVlanHelpers() {}

    /** Puts a VLAN tag on the packet. */
    @Helper(id = 18, families = TC)
    static long bpf_skb_vlan_push(
            Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long vlanProto, @Arg(ANYTHING) long vlanTci) {
        SkBuff packet = in.context(skb, SkBuff.class);
        int protocol = Short.toUnsignedInt(Short.reverseBytes((short) vlanProto));
        int result = VlanTags.push(packet, EtherType.isVlan(protocol) ? protocol : EtherType.VLAN, (int) vlanTci);
        packet.resetMacLength();
        packet.computeDataPointers();
        return result;
    }

    /** Takes the VLAN tag off the packet. */
    @Helper(id = 19, families = TC)
    static long bpf_skb_vlan_pop(Invocation in, @Arg(PTR_TO_CTX) long skb) {
        SkBuff packet = in.context(skb, SkBuff.class);
        int result = VlanTags.pop(packet);
        packet.computeDataPointers();
        return result;
    }
}
