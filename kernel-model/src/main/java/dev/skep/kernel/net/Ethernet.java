package dev.skep.kernel.net;

import dev.skep.kernel.memory.AddressSpace;

/** Takes the Ethernet header off a packet that came in. Counterpart: {@code eth_type_trans}. */
final class Ethernet {
    private static final int HOST = 0;
    private static final int BROADCAST = 1;
    private static final int MULTICAST = 2;
    private static final int OTHER_HOST = 3;
    private static final long BROADCAST_ADDRESS = 0xffff_ffff_ffffL;

    private Ethernet() {}

    /** Finds protocol and packet type, and leaves the packet at its network header. */
    static void receive(SkBuff skb) {
        AddressSpace memory = skb.memory();
        long frame = skb.data();
        skb.macOffset(0);
        skb.packetType(packetType(hardwareAddress(memory, frame), skb.device()));
        int type = Short.toUnsignedInt(Short.reverseBytes(memory.readShort(frame + 12)));
        skb.pull(NetDevice.HEADER_LENGTH);
        skb.networkOffset(0);
        skb.protocol(type >= EtherType.SMALLEST_TYPE ? type : protocolOfLength(skb));
    }

    /** The type field is a length: an 802.3 frame as Novell made them, or an 802.2 header follows. */
    private static int protocolOfLength(SkBuff skb) {
        boolean novell = skb.length() >= 2 && skb.memory().readShort(skb.data()) == -1;
        return novell ? EtherType.ETHERNET_802_3 : EtherType.ETHERNET_802_2;
    }

    private static long hardwareAddress(AddressSpace memory, long at) {
        return Long.reverseBytes(memory.readLong(at)) >>> 2 * Byte.SIZE;
    }

    /** Loopback's broadcast address is all zeros, so that there a broadcast counts as multicast. */
    private static int packetType(long destination, NetDevice device) {
        if (destination == device.hardwareAddress()) {
            return HOST;
        }
        boolean group = (destination >>> 40 & 1) != 0;
        if (!group) {
            return OTHER_HOST;
        }
        boolean broadcast = destination == BROADCAST_ADDRESS && device.ifindex() != NetDevice.LOOPBACK;
        return broadcast ? BROADCAST : MULTICAST;
    }
}
