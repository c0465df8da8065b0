package dev.skep.isa.classic;

import org.jspecify.annotations.Nullable;

/** What an absolute load beyond {@code SKF_AD_OFF} means: not a byte of the packet, but something about it. */
enum Ancillary {
    PROTOCOL(0),
    PKTTYPE(4),
    IFINDEX(8),
    NLATTR(12),
    NLATTR_NEST(16),
    MARK(20),
    QUEUE(24),
    HATYPE(28),
    RXHASH(32),
    CPU(36),
    ALU_XOR_X(40),
    VLAN_TAG(44),
    VLAN_TAG_PRESENT(48),
    PAY_OFFSET(52),
    RANDOM(56),
    VLAN_TPID(60);

    /** {@code SKF_AD_OFF}. */
    private static final int OFFSET = -0x1000;

    private final int number;

    Ancillary(int number) {
        this.number = number;
    }

    static boolean isBeyondPacket(int k) {
        return Integer.compareUnsigned(k, OFFSET) >= 0;
    }

    static @Nullable Ancillary of(int k) {
        for (Ancillary ancillary : values()) {
            if (k == OFFSET + ancillary.number) {
                return ancillary;
            }
        }
        return null;
    }
}
