package dev.skep.kernel.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a socket of the machine is to be, before it is there.
 *
 * @param protocol TCP or UDP
 * @param local address that it is bound to; its family is the socket's
 * @param localPort port that it is bound to
 * @param remote address of the other side; that of any host while it is not connected
 * @param remotePort port of the other side; 0 while it is not connected
 * @param state {@code TCP_ESTABLISHED} 1, {@code TCP_CLOSE} 7, {@code TCP_LISTEN} 10; the same numbers for UDP
 * @param uid user who made it
 * @param inode number of its inode; 0 for one that is made up
 * @param members what else its {@code struct tcp_sock} or {@code udp_sock} holds: {@code snd_cwnd}
 */
public record SocketSpec(
        Protocol protocol,
        InetAddress local,
        int localPort,
        InetAddress remote,
        int remotePort,
        int state,
        int uid,
        long inode,
        Map<String, Long> members) {
    public static final int ESTABLISHED = 1;
    public static final int CLOSE = 7;
    public static final int LISTEN = 10;

    private static final int MAX_PORT = 0xffff;

    /** What a socket speaks. */
    public enum Protocol {
        TCP(6, 1, "tcp_sock"),
        UDP(17, 2, "udp_sock");

        private final int number;
        private final int type;
        private final String struct;

        Protocol(int number, int type, String struct) {
            this.number = number;
            this.type = type;
            this.struct = struct;
        }

        /** {@code IPPROTO_*}. */
        int number() {
            return number;
        }

        /** {@code SOCK_STREAM} or {@code SOCK_DGRAM}. */
        int type() {
            return type;
        }

        /** The struct that the kernel has for it. */
        String struct() {
            return struct;
        }
    }

    public SocketSpec {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        if (localPort < 0 || localPort > MAX_PORT || remotePort < 0 || remotePort > MAX_PORT) {
            throw new IllegalArgumentException("ports " + localPort + ", " + remotePort + ": expected 0 to 65535");
        }
        if (local instanceof Inet6Address != remote instanceof Inet6Address) {
            throw new IllegalArgumentException("a socket from " + local.getHostAddress() + " to "
                    + remote.getHostAddress() + ": expected addresses of one family");
        }
    }

    /**
     * A TCP socket that listens.
     *
     * @throws IllegalArgumentException if the text is no address
     */
    public static SocketSpec listening(String local, int port) {
        InetAddress address = InetAddress.ofLiteral(local);
        return new SocketSpec(Protocol.TCP, address, port, any(address), 0, LISTEN, 0, 0, Map.of());
    }

    /**
     * A UDP socket that is bound.
     *
     * @throws IllegalArgumentException if the text is no address
     */
    public static SocketSpec bound(String local, int port) {
        InetAddress address = InetAddress.ofLiteral(local);
        return new SocketSpec(Protocol.UDP, address, port, any(address), 0, CLOSE, 0, 0, Map.of());
    }

    private static InetAddress any(InetAddress like) {
        return InetAddress.ofLiteral(like instanceof Inet6Address ? "::" : "0.0.0.0");
    }

    /** Whether its addresses are those of IPv6. */
    boolean isIpv6() {
        return local instanceof Inet6Address;
    }

    /**
     * Connected to this.
     *
     * @throws IllegalArgumentException if the text is no address, or one of another family
     */
    public SocketSpec connectedTo(String address, int port) {
        return new SocketSpec(
                protocol, local, localPort, InetAddress.ofLiteral(address), port, ESTABLISHED, uid, inode, members);
    }

    /** In this state of TCP. */
    public SocketSpec withState(int value) {
        return new SocketSpec(protocol, local, localPort, remote, remotePort, value, uid, inode, members);
    }

    /** Made by this user. */
    public SocketSpec withUid(int value) {
        return new SocketSpec(protocol, local, localPort, remote, remotePort, state, value, inode, members);
    }

    /** With this inode. */
    public SocketSpec withInode(long value) {
        return new SocketSpec(protocol, local, localPort, remote, remotePort, state, uid, value, members);
    }

    /** With this number in a member of its struct, dropped where this kernel's has none of the name. */
    public SocketSpec with(String member, long value) {
        Map<String, Long> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new SocketSpec(protocol, local, localPort, remote, remotePort, state, uid, inode, more);
    }
}
