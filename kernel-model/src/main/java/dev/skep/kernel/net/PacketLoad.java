package dev.skep.kernel.net;

import dev.skep.kernel.memory.AddressSpace;

/**
 * The loads from a packet that eBPF has from its classic ancestor, LD_ABS and LD_IND: 1, 2 or 4 bytes in network order.
 * Counterpart: {@code bpf_skb_load_helper_8}, {@code _16}, {@code _32}.
 *
 * <pre>
 *            0 and up   from the start of the packet
 *    -1 to -0x100000   SKF_NET_OFF + n: n bytes behind the start of the network header
 *  below, to -0x200000   SKF_LL_OFF + n: n bytes behind the start of the link-layer header
 * </pre>
 *
 * <p>What classic filters ask for with {@code SKF_AD_OFF} has no meaning here: the kernel replaces it by other
 * instructions when it translates them.
 */
public final class PacketLoad {
    /** The result where the packet has no such bytes: the program ends and returns 0. */
    public static final long OUTSIDE = -1;

    private static final int NETWORK = -0x100000;
    private static final int LINK_LAYER = -0x200000;

    private PacketLoad() {}

    /**
     * Loads from a packet.
     *
     * @param offset what the instruction says; with a register, the low 32 bits of the sum
     * @param size 1, 2 or 4
     * @return the number, zero-extended, or {@link #OUTSIDE}
     */
    public static long load(SkBuff skb, int offset, int size) {
        int at = offset;
        if (offset < 0) {
            if (offset >= NETWORK) {
                at = offset - NETWORK + skb.networkOffset();
            } else if (offset >= LINK_LAYER && skb.hasMacHeader()) {
                at = offset - LINK_LAYER + skb.macOffset();
            } else {
                return OUTSIDE;
            }
        }
        if (at > skb.length() - size || at < -skb.headroom()) {
            return OUTSIDE;
        }
        AddressSpace memory = skb.memory();
        long address = skb.data() + at;
        return switch (size) {
            case 1 -> Byte.toUnsignedLong(memory.readByte(address));
            case 2 -> Short.toUnsignedLong(Short.reverseBytes(memory.readShort(address)));
            case 4 -> Integer.toUnsignedLong(Integer.reverseBytes(memory.readInt(address)));
            default -> throw new IllegalArgumentException("packet load of " + size + " bytes");
        };
    }
}
