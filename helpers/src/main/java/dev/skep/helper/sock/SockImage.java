package dev.skep.helper.sock;

import dev.skep.kernel.memory.AddressSpace;

/**
 * What helpers ask of a socket behind a pointer: the fields of its {@code struct bpf_sock}. Counterparts:
 * {@code sk_fullsock}, {@code sk->sk_protocol} and their kin.
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

    static int family(AddressSpace memory, long sk) {
        return memory.readInt(sk + FAMILY_OFFSET);
    }

    static int type(AddressSpace memory, long sk) {
        return memory.readInt(sk + TYPE_OFFSET);
    }

    static int protocol(AddressSpace memory, long sk) {
        return memory.readInt(sk + PROTOCOL_OFFSET);
    }

    static int state(AddressSpace memory, long sk) {
        return memory.readInt(sk + STATE_OFFSET);
    }

    /** Whether it is more than what is left of a connection, or a request for one. */
    static boolean isFull(AddressSpace memory, long sk) {
        int state = state(memory, sk);
        return state != TIME_WAIT && state != NEW_SYN_RECV;
    }

    static boolean isFullTcp(AddressSpace memory, long sk) {
        return isFull(memory, sk) && protocol(memory, sk) == TCP;
    }
}
