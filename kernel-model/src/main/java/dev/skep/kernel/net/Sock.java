package dev.skep.kernel.net;

import dev.skep.kernel.memory.AddressSpace;

/**
 * The socket that a packet belongs to: an image of {@code struct bpf_sock} in simulated memory, where programs read it
 * through {@code __sk_buff.sk}. Counterpart: the unconnected socket that {@code BPF_PROG_TEST_RUN} makes for each run.
 */
public final class Sock {
    /** Bytes of {@code struct bpf_sock}. */
    public static final int SIZE = 80;

    /** Closed: {@code TCP_CLOSE}. */
    public static final int STATE_CLOSED = 7;

    private static final int FAMILY = 4;
    private static final int TYPE = 8;
    private static final int PROTOCOL = 12;
    private static final int SOURCE_IP4 = 24;
    private static final int SOURCE_IP6 = 28;
    /** Ours in the machine's order, the other side's in that of the network. */
    private static final int SOURCE_PORT = 44;

    private static final int TARGET_PORT = 48;
    private static final int TARGET_IP4 = 52;
    private static final int TARGET_IP6 = 56;
    private static final int STATE = 72;
    private static final int RX_QUEUE = 76;

    /** {@code AF_INET}, {@code AF_INET6}. */
    static final int IPV4 = 2;

    static final int IPV6 = 10;

    private final AddressSpace memory;
    private final long address;
    private long cookie;

    Sock(AddressSpace memory) {
        this.memory = memory;
        this.address = memory.allocate(SIZE, Long.BYTES, "bpf_sock");
        memory.writeInt(address + STATE, STATE_CLOSED);
        memory.writeInt(address + RX_QUEUE, -1);
    }

    /** Lays out a {@code struct bpf_sock} of a socket that is there; gives its address. */
    static long view(AddressSpace memory, SocketSpec spec) {
        long view = memory.allocate(SIZE, Long.BYTES, "bpf_sock");
        memory.writeInt(view + FAMILY, spec.isIpv6() ? IPV6 : IPV4);
        memory.writeInt(view + TYPE, spec.protocol().type());
        memory.writeInt(view + PROTOCOL, spec.protocol().number());
        memory.write(
                view + (spec.isIpv6() ? SOURCE_IP6 : SOURCE_IP4), spec.local().getAddress());
        memory.write(
                view + (spec.isIpv6() ? TARGET_IP6 : TARGET_IP4), spec.remote().getAddress());
        memory.writeInt(view + SOURCE_PORT, spec.localPort());
        memory.writeShort(view + TARGET_PORT, Short.reverseBytes((short) spec.remotePort()));
        memory.writeInt(view + STATE, spec.state());
        memory.writeInt(view + RX_QUEUE, -1);
        return view;
    }

    /** Where programs find it. */
    public long address() {
        return address;
    }

    public int family() {
        return memory.readInt(address + FAMILY);
    }

    /** The other side's address in IPv4, as it stands in memory. */
    public int remoteIp4() {
        return memory.readInt(address + TARGET_IP4);
    }

    /** Our address in IPv4, as it stands in memory. */
    public int localIp4() {
        return memory.readInt(address + SOURCE_IP4);
    }

    /** A quarter of the other side's address in IPv6, as it stands in memory. */
    public int remoteIp6(int quarter) {
        return memory.readInt(address + TARGET_IP6 + (long) Integer.BYTES * quarter);
    }

    /** A quarter of our address in IPv6, as it stands in memory. */
    public int localIp6(int quarter) {
        return memory.readInt(address + SOURCE_IP6 + (long) Integer.BYTES * quarter);
    }

    /** The other side's port, as it stands in memory. */
    public int remotePort() {
        return Short.toUnsignedInt(memory.readShort(address + TARGET_PORT));
    }

    /** Our port. */
    public int localPort() {
        return memory.readInt(address + SOURCE_PORT);
    }

    /** Is this one of the machine's sockets from now on. */
    void be(OpenSocket socket) {
        memory.copy(socket.viewAddress(), address, SIZE);
        cookie = socket.cookie();
    }

    /** A number of its own, taken when somebody first asks for it. {@code sock_gen_cookie}. */
    public long cookie(Network net) {
        if (cookie == 0) {
            cookie = net.nextSocketCookie();
        }
        return cookie;
    }

    /** Belongs to no protocol: the packet is neither IPv4 nor IPv6. */
    void unbind() {
        cookie = 0;
        memory.writeInt(address + FAMILY, 0);
        memory.writeInt(address + SOURCE_IP4, 0);
        memory.writeInt(address + TARGET_IP4, 0);
        clear(SOURCE_IP6);
        clear(TARGET_IP6);
    }

    /** Takes the addresses of an IPv4 header: its source for our own, its destination for the other side's. */
    void bindIpv4(long header) {
        unbind();
        memory.writeInt(address + FAMILY, IPV4);
        memory.writeInt(address + SOURCE_IP4, memory.readInt(header + 12));
        memory.writeInt(address + TARGET_IP4, memory.readInt(header + 16));
    }

    /** Takes the addresses of an IPv6 header. */
    void bindIpv6(long header) {
        unbind();
        memory.writeInt(address + FAMILY, IPV6);
        memory.copy(header + 8, address + SOURCE_IP6, 16);
        memory.copy(header + 24, address + TARGET_IP6, 16);
    }

    private void clear(int offset) {
        memory.writeLong(address + offset, 0);
        memory.writeLong(address + offset + Long.BYTES, 0);
    }
}
