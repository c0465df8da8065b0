package dev.skep.helper.sock;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.net.OpenSocket;

/**
 * What helpers ask of a socket behind a pointer: of the machine's sockets themselves, else of the fields of its
 * {@code struct bpf_sock}. Counterparts: {@code sk_fullsock}, {@code sk->sk_protocol} and their kin.
 */
final class SockImage {
    static final int AF_UNIX = 1;
    static final int AF_INET6 = 10;

    /** {@code SOCK_DGRAM}. */
    static final int DATAGRAM = 2;

    static final int TCP = 6;
    static final int UDP = 17;

    static final int TIME_WAIT = 6;
    static final int LISTEN = 10;
    static final int NEW_SYN_RECV = 12;

    private static final int FAMILY_OFFSET = 4;
    private static final int TYPE_OFFSET = 8;
    private static final int PROTOCOL_OFFSET = 12;
    private static final int STATE_OFFSET = 72;

    private SockImage() {}

    static int family(Kernel kernel, long sk) {
        OpenSocket open = kernel.sockets().at(sk);
        return open == null ? kernel.memory().readInt(sk + FAMILY_OFFSET) : open.family();
    }

    static int type(Kernel kernel, long sk) {
        OpenSocket open = kernel.sockets().at(sk);
        return open == null ? kernel.memory().readInt(sk + TYPE_OFFSET) : open.type();
    }

    static int protocol(Kernel kernel, long sk) {
        OpenSocket open = kernel.sockets().at(sk);
        return open == null ? kernel.memory().readInt(sk + PROTOCOL_OFFSET) : open.protocol();
    }

    static int state(Kernel kernel, long sk) {
        OpenSocket open = kernel.sockets().at(sk);
        return open == null ? kernel.memory().readInt(sk + STATE_OFFSET) : open.state();
    }

    /** Whether it is more than what is left of a connection, or a request for one. */
    static boolean isFull(Kernel kernel, long sk) {
        int state = state(kernel, sk);
        return state != TIME_WAIT && state != NEW_SYN_RECV;
    }

    static boolean isFullTcp(Kernel kernel, long sk) {
        return isFull(kernel, sk) && protocol(kernel, sk) == TCP;
    }
}
