package dev.skep.kernel.net;

import dev.skep.kernel.memory.KernelStruct;

/**
 * A socket that is there, in the kernel's memory: its {@code struct tcp_sock} or {@code udp_sock}, and the
 * {@code struct socket} of whoever has it open. Counterpart: {@code struct sock}.
 */
public final class OpenSocket {
    private final SocketSpec spec;
    private final long address;
    private final KernelStruct file;
    private final long cookie;
    private final long viewAddress;

    OpenSocket(SocketSpec spec, long address, long viewAddress, KernelStruct file, long cookie) {
        this.spec = spec;
        this.address = address;
        this.viewAddress = viewAddress;
        this.file = file;
        this.cookie = cookie;
    }

    public SocketSpec spec() {
        return spec;
    }

    /** Address of its {@code struct sock}, with which its {@code tcp_sock} or {@code udp_sock} begins. */
    public long address() {
        return address;
    }

    /** Address of its {@code struct bpf_sock}, as which programs of other kinds see it. */
    public long viewAddress() {
        return viewAddress;
    }

    /** Address of its {@code struct file}. */
    public long fileAddress() {
        return file.address();
    }

    /** Address of its {@code struct socket}. */
    public long socketAddress() {
        return file.get("private_data");
    }

    /** {@code AF_*}. */
    public int family() {
        return spec.isIpv6() ? Sock.IPV6 : Sock.IPV4;
    }

    /** {@code SOCK_*}. */
    public int type() {
        return spec.protocol().type();
    }

    /** {@code IPPROTO_*}. */
    public int protocol() {
        return spec.protocol().number();
    }

    /** {@code TCP_*}: how far the connection is. */
    public int state() {
        return spec.state();
    }

    /** A number of its own. */
    public long cookie() {
        return cookie;
    }
}
