package dev.skep.kernel.net;

import dev.skep.kernel.memory.AddressSpace;

/**
 * Which tunnel a packet is to go through, if any. Counterpart: {@code struct ip_tunnel_info} behind the packet's
 * destination.
 *
 * <p>Test runs never come with one: it is what the program said before.
 */
public final class PacketTunnel {
    /** Bits of {@link #flags}, in the order of {@code IP_TUNNEL_*_BIT}. */
    public static final int CHECKSUM = 1;

    public static final int KEY = 1 << 2;
    public static final int SEQUENCE = 1 << 3;
    public static final int DONT_FRAGMENT = 1 << 8;
    public static final int NO_CACHE = 1 << 13;

    /** Any kind of options: Geneve, VXLAN, ERSPAN, GTP. */
    public static final int OPTIONS = 1 << 11 | 1 << 12 | 1 << 14 | 1 << 15;

    /** {@code IP_TUNNEL_OPTS_MAX}. */
    public static final int MAX_OPTIONS = 255;

    /** Bytes of an address; IPv4 uses the first four. */
    public static final int ADDRESS_BYTES = 16;

    private final byte[] remote = new byte[ADDRESS_BYTES];
    private final byte[] local = new byte[ADDRESS_BYTES];
    private final byte[] options = new byte[MAX_OPTIONS];
    private boolean present;
    private boolean ipv6;
    private int id;
    private int typeOfService;
    private int timeToLive;
    private int label;
    private int flags;
    private int optionsLength;

    void clear() {
        present = false;
    }

    /** Whether the packet has a tunnel at all. */
    public boolean isPresent() {
        return present;
    }

    /** Whether its addresses are IPv6. */
    public boolean isIpv6() {
        return ipv6;
    }

    /** Begins a new one, without options. */
    public void begin(int tunnelId, int tos, int ttl, int tunnelFlags) {
        present = true;
        id = tunnelId;
        typeOfService = tos & 0xff;
        timeToLive = ttl & 0xff;
        flags = tunnelFlags;
        optionsLength = 0;
    }

    /** Takes IPv4 addresses, each four bytes in the machine's order. */
    public void addressesIpv4(int remoteAddress, int localAddress) {
        ipv6 = false;
        label = 0;
        putInt(remote, remoteAddress);
        putInt(local, localAddress);
    }

    /** Takes IPv6 addresses, each sixteen bytes in memory, and the flow label. */
    public void addressesIpv6(AddressSpace memory, long remoteAddress, long localAddress, int flowLabel) {
        ipv6 = true;
        label = flowLabel & 0xfffff;
        memory.read(remoteAddress, remote, 0, ADDRESS_BYTES);
        memory.read(localAddress, local, 0, ADDRESS_BYTES);
    }

    private static void putInt(byte[] address, int value) {
        for (int i = 0; i < ADDRESS_BYTES; i++) {
            address[i] = i < Integer.BYTES ? (byte) (value >>> Byte.SIZE * i) : 0;
        }
    }

    /** Where the packet goes; IPv4 in the machine's order. */
    public byte[] remote() {
        return remote;
    }

    /** Where it comes from. */
    public byte[] local() {
        return local;
    }

    public int id() {
        return id;
    }

    public int typeOfService() {
        return typeOfService;
    }

    public int timeToLive() {
        return timeToLive;
    }

    public int label() {
        return label;
    }

    public int flags() {
        return flags;
    }

    public int optionsLength() {
        return optionsLength;
    }

    public byte[] options() {
        return options;
    }

    /** Takes options. */
    public void options(AddressSpace memory, long address, int length) {
        memory.read(address, options, 0, length);
        optionsLength = length;
        if (length > 0) {
            flags |= OPTIONS;
        }
    }
}
