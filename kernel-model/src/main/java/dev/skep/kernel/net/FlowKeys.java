package dev.skep.kernel.net;

import java.util.Arrays;

/**
 * What tells one flow of packets from another: protocols, tags, ports, addresses. The bytes lie as in the kernel's
 * {@code struct flow_keys} from its member {@code basic} on, since they are hashed as they lie.
 *
 * <pre>
 *    0 n_proto (2), ip_proto (1), -     4 flow label      8 vlan (8)      16 cvlan (8)
 *   24 GRE key id                      28 ports (2 + 2)  32 icmp (4)      36 addresses: 8, 32, 4 or none
 * </pre>
 */
final class FlowKeys {
    /** Which addresses there are. */
    enum Addresses {
        NONE(0),
        IPV4(8),
        IPV6(32),
        TIPC(4);

        private final int bytes;

        Addresses(int bytes) {
            this.bytes = bytes;
        }
    }

    static final int NETWORK_PROTOCOL = 0;
    static final int IP_PROTOCOL = 2;
    static final int FLOW_LABEL = 4;
    static final int VLAN = 8;
    static final int GRE_KEY = 24;
    static final int PORTS = 28;
    static final int ADDRESSES = 36;

    private static final int IPV6_BYTES = 16;

    private final byte[] bytes = new byte[ADDRESSES + 2 * IPV6_BYTES];
    private Addresses addresses = Addresses.NONE;

    void addresses(Addresses kind) {
        addresses = kind;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Bytes to hash. */
    int length() {
        return ADDRESSES + addresses.bytes;
    }

    void put16(int at, int value) {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >>> 8);
    }

    void put32(int at, int value) {
        put16(at, value);
        put16(at + 2, value >>> 16);
    }

    private int get16(int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
    }

    private int get32(int at) {
        return get16(at) | get16(at + 2) << 16;
    }

    /** Whether the hash is one over ports; {@code flow_keys_have_l4}. */
    boolean hasPorts() {
        return get32(PORTS) != 0 || get32(FLOW_LABEL) != 0;
    }

    /** Both directions of a flow look the same afterwards; {@code __flow_hash_consistentify}. */
    void sortEnds() {
        switch (addresses) {
            case IPV4 -> {
                int source = get32(ADDRESSES);
                int target = get32(ADDRESSES + Integer.BYTES);
                if (Integer.compareUnsigned(target, source) < 0) {
                    put32(ADDRESSES, target);
                    put32(ADDRESSES + Integer.BYTES, source);
                }
                sortPorts();
            }
            case IPV6 -> {
                if (Arrays.compareUnsigned(
                                bytes,
                                ADDRESSES + IPV6_BYTES,
                                ADDRESSES + 2 * IPV6_BYTES,
                                bytes,
                                ADDRESSES,
                                ADDRESSES + IPV6_BYTES)
                        < 0) {
                    swapIpv6();
                }
                sortPorts();
            }
            case TIPC, NONE -> {}
        }
    }

    private void sortPorts() {
        int source = get16(PORTS);
        int target = get16(PORTS + Short.BYTES);
        if (target < source) {
            put16(PORTS, target);
            put16(PORTS + Short.BYTES, source);
        }
    }

    private void swapIpv6() {
        for (int i = 0; i < IPV6_BYTES; i++) {
            byte kept = bytes[ADDRESSES + i];
            bytes[ADDRESSES + i] = bytes[ADDRESSES + IPV6_BYTES + i];
            bytes[ADDRESSES + IPV6_BYTES + i] = kept;
        }
    }
}
