package dev.skep.helper.sock;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_MAP_PTR;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.helper.ArgumentType.PTR_TO_MAP_KEY;
import static dev.skep.kernel.program.HelperFamily.SK_MSG;
import static dev.skep.kernel.program.HelperFamily.SK_SKB;
import static dev.skep.kernel.program.HelperFamily.SOCK_OPS;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.Errno;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.SocketMap;
import dev.skep.kernel.net.OpenSocket;
import dev.skep.kernel.net.SkBuff;
import dev.skep.kernel.net.SkMessage;
import dev.skep.kernel.net.SocketSpec;
import dev.skep.kernel.program.Invocation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sockets in maps, and sending data to them. */
public final class SockMapHelpers {
    private static final int PASS = 1;
    private static final int DROP = 0;

    /** {@code BPF_F_INGRESS}. */
    private static final long INGRESS = 1;

    // Fields of struct bpf_sock_ops, which stands in memory.
    private static final int OP = 0;
    private static final int SOCKET = 184;

    // The moments at which a socket may be put into a map: enum of BPF_SOCK_OPS_*.
    private static final int ACTIVE_ESTABLISHED = 4;
    private static final int PASSIVE_ESTABLISHED = 5;
    private static final int LISTENS = 11;

    private SockMapHelpers() {}

    /** Puts the socket under an index of the map. */
    @Helper(id = 53, families = SOCK_OPS, packetAccess = true)
    @TruffleBoundary
    static long bpf_sock_map_update(
            Invocation in,
            @Arg(PTR_TO_CTX) long skops,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(PTR_TO_MAP_KEY) long key,
            @Arg(ANYTHING) long flags) {
        return put(in, skops, map, key, flags);
    }

    /** Puts the socket under a key of the map. */
    @Helper(id = 70, families = SOCK_OPS, packetAccess = true)
    @TruffleBoundary
    static long bpf_sock_hash_update(
            Invocation in,
            @Arg(PTR_TO_CTX) long skops,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(PTR_TO_MAP_KEY) long key,
            @Arg(ANYTHING) long flags) {
        return put(in, skops, map, key, flags);
    }

    /** Sends the stream to the socket at an index of the map. */
    @Helper(id = 52, families = SK_SKB)
    @TruffleBoundary
    static long bpf_sk_redirect_map(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(ANYTHING) long key,
            @Arg(ANYTHING) long flags) {
        OpenSocket socket = numbered(map, key);
        if (isRefused(socket, flags)) {
            return DROP;
        }
        in.context(skb, SkBuff.class).redirect(Objects.requireNonNull(socket));
        return PASS;
    }

    /** Sends the stream to the socket under a key of the map. */
    @Helper(id = 72, families = SK_SKB)
    @TruffleBoundary
    static long bpf_sk_redirect_hash(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(PTR_TO_MAP_KEY) long key,
            @Arg(ANYTHING) long flags) {
        OpenSocket socket = SocketMap.of(map).socket(key);
        if (isRefused(socket, flags)) {
            return DROP;
        }
        in.context(skb, SkBuff.class).redirect(Objects.requireNonNull(socket));
        return PASS;
    }

    /** Sends the message to the socket at an index of the map. */
    @Helper(id = 60, families = SK_MSG)
    @TruffleBoundary
    static long bpf_msg_redirect_map(
            Invocation in,
            @Arg(PTR_TO_CTX) long msg,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(ANYTHING) long key,
            @Arg(ANYTHING) long flags) {
        OpenSocket socket = numbered(map, key);
        if (isRefused(socket, flags)) {
            return DROP;
        }
        in.context(msg, SkMessage.class).redirect(Objects.requireNonNull(socket), flags);
        return PASS;
    }

    /** Sends the message to the socket under a key of the map. */
    @Helper(id = 71, families = SK_MSG)
    @TruffleBoundary
    static long bpf_msg_redirect_hash(
            Invocation in,
            @Arg(PTR_TO_CTX) long msg,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(PTR_TO_MAP_KEY) long key,
            @Arg(ANYTHING) long flags) {
        OpenSocket socket = SocketMap.of(map).socket(key);
        if (isRefused(socket, flags)) {
            return DROP;
        }
        in.context(msg, SkMessage.class).redirect(Objects.requireNonNull(socket), flags);
        return PASS;
    }

    private static long put(Invocation in, long skops, BpfMap map, long key, long flags) {
        OpenSocket socket = in.kernel().sockets().at(in.memory().readLong(skops + SOCKET));
        boolean fits = switch (in.memory().readInt(skops + OP)) {
            case ACTIVE_ESTABLISHED, PASSIVE_ESTABLISHED, LISTENS -> true;
            default -> false;
        };
        return socket == null || !fits
                ? Errno.EOPNOTSUPP.result()
                : SocketMap.of(map).put(key, socket, flags);
    }

    private static @Nullable OpenSocket numbered(BpfMap map, long number) {
        for (SocketMap.Element element : SocketMap.of(map).elements()) {
            int key = ByteBuffer.wrap(element.key())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getInt();
            if (key == (int) number) {
                return element.socket();
            }
        }
        return null;
    }

    /** {@code sock_map_redirect_allowed}: not to who listens, nor to who is not connected. */
    private static boolean isRefused(@Nullable OpenSocket socket, long flags) {
        if ((flags & ~INGRESS) != 0 || socket == null) {
            return true;
        }
        boolean tcp = socket.spec().protocol() == SocketSpec.Protocol.TCP;
        return tcp ? socket.state() == SocketSpec.LISTEN : socket.state() != SocketSpec.ESTABLISHED;
    }
}
