package dev.skep.kernel.net;

/** Numbers in the type field of an Ethernet frame, in host order; {@code linux/if_ether.h}. */
public final class EtherType {
    /** A raw 802.3 frame, in the kernel only. */
    public static final int ETHERNET_802_3 = 0x0001;

    /** An 802.2 frame, in the kernel only. */
    public static final int ETHERNET_802_2 = 0x0004;

    /** Smaller numbers are lengths. */
    public static final int SMALLEST_TYPE = 0x0600;

    public static final int IPV4 = 0x0800;
    public static final int ARP = 0x0806;
    public static final int VLAN = 0x8100;
    public static final int IPV6 = 0x86dd;
    public static final int SERVICE_VLAN = 0x88a8;

    private EtherType() {}

    /** Whether a VLAN tag follows; {@code eth_type_vlan}. */
    public static boolean isVlan(int type) {
        return type == VLAN || type == SERVICE_VLAN;
    }
}
