package dev.skep.kernel.net;

import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOMEM;

import dev.skep.kernel.memory.AddressSpace;

/**
 * VLAN tags of a packet: the outermost stands beside the packet, all others in it. Counterparts: {@code skb_vlan_push},
 * {@code skb_vlan_pop}.
 *
 * <pre>
 *   push when there is one already:     to | from | type ...
 *   the old one goes into the packet    to | from | old tag | type ...      and the new one beside it
 * </pre>
 */
public final class VlanTags {
    private static final int TAG_LENGTH = 4;
    private static final int ADDRESSES = 12;
    private static final int ETHERNET = NetDevice.HEADER_LENGTH;

    private VlanTags() {}

    /** Adds a tag in front of all others. 0 or a negative errno. */
    public static int push(SkBuff skb, int protocol, int tag) {
        if (skb.hasVlanTag()) {
            if (skb.macOffset() != 0) {
                return EINVAL.result();
            }
            int result = insert(skb, skb.vlanProtocol(), skb.vlanTag());
            if (result != 0) {
                return result;
            }
            skb.protocol(skb.vlanProtocol());
            skb.networkOffset(skb.networkOffset() - TAG_LENGTH);
            skb.offload().bytesCame(skb.memory(), skb.data() + ADDRESSES, TAG_LENGTH, 0);
        }
        skb.vlan(protocol, tag);
        return 0;
    }

    /** Takes the outermost tag off; the next one, if there is one, moves beside the packet. 0 or a negative errno. */
    public static int pop(SkBuff skb) {
        if (skb.hasVlanTag()) {
            skb.vlan(0, 0);
        } else {
            if (!EtherType.isVlan(skb.protocol())) {
                return 0;
            }
            int result = remove(skb);
            if (result < 0) {
                return result;
            }
        }
        if (!EtherType.isVlan(skb.protocol())) {
            return 0;
        }
        int protocol = skb.protocol();
        int tag = remove(skb);
        if (tag < 0) {
            return tag;
        }
        skb.vlan(protocol, tag);
        return 0;
    }

    private static int insert(SkBuff skb, int protocol, int tag) {
        if (!skb.contains(0, ETHERNET)) {
            return EINVAL.result();
        }
        if (skb.reserveHead(TAG_LENGTH) != 0) {
            return ENOMEM.result();
        }
        AddressSpace memory = skb.memory();
        skb.push(TAG_LENGTH);
        memory.copy(skb.data() + TAG_LENGTH, skb.data(), ADDRESSES);
        skb.macOffset(0);
        memory.writeShort(skb.data() + ADDRESSES, Short.reverseBytes((short) protocol));
        memory.writeShort(skb.data() + ETHERNET, Short.reverseBytes((short) tag));
        return 0;
    }

    /** Takes a tag out of the packet: the tag, or a negative errno. */
    private static int remove(SkBuff skb) {
        if (skb.macOffset() != 0) {
            return EINVAL.result();
        }
        if (!skb.contains(0, ETHERNET + TAG_LENGTH)) {
            return ENOMEM.result();
        }
        AddressSpace memory = skb.memory();
        long header = skb.data() + ETHERNET;
        skb.offload().bytesLeft(memory, skb.data() + ADDRESSES, TAG_LENGTH);
        int tag = Short.toUnsignedInt(Short.reverseBytes(memory.readShort(header)));
        int type = Short.toUnsignedInt(Short.reverseBytes(memory.readShort(header + 2)));
        memory.copy(skb.data(), skb.data() + TAG_LENGTH, ADDRESSES);
        skb.protocol(type >= EtherType.SMALLEST_TYPE ? type : protocolOfLength(memory, header + TAG_LENGTH));
        skb.pull(TAG_LENGTH);
        skb.macOffset(0);
        if (skb.networkOffset() < ETHERNET) {
            skb.networkOffset(ETHERNET);
        }
        skb.resetMacLength();
        return tag;
    }

    private static int protocolOfLength(AddressSpace memory, long at) {
        return memory.readShort(at) == -1 ? EtherType.ETHERNET_802_3 : EtherType.ETHERNET_802_2;
    }
}
