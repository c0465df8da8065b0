package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EEXIST;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;
import static dev.skep.kernel.Errno.EOPNOTSUPP;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.Errno;
import dev.skep.kernel.net.OpenSocket;
import dev.skep.kernel.net.SocketSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What maps of sockets have in common. Sockets come in from programs; user space, which puts descriptors in, has none
 * here, and is told so. Counterpart: {@code net/core/sock_map.c}.
 */
public abstract sealed class SocketMap extends BpfMap permits SockMap, SockHash {
    private final Map<ByteBuffer, OpenSocket> sockets = new LinkedHashMap<>();

    /** A socket with its key. */
    public record Element(byte[] key, OpenSocket socket) {}

    SocketMap(MapCreation creation) {
        super(creation);
    }

    /** The map as one of sockets; the verifier lets no other come here. */
    public static SocketMap of(BpfMap map) {
        return (SocketMap) map;
    }

    /** Whether a key can have an element at all. */
    abstract boolean admits(long key);

    /** What there is no element for answers to deletion. */
    abstract Errno absence();

    /** The sockets that are in the map. */
    public final List<Element> elements() {
        List<Element> elements = new ArrayList<>();
        sockets.forEach((key, socket) -> elements.add(new Element(key.array().clone(), socket)));
        return elements;
    }

    private ByteBuffer bytes(long key) {
        return ByteBuffer.wrap(memory.bytes(key, keySize));
    }

    /** The socket under the key at an address; null if there is none. */
    @TruffleBoundary
    public final @Nullable OpenSocket socket(long key) {
        return sockets.get(bytes(key));
    }

    /**
     * Puts a socket in. {@code sock_map_update_common}.
     *
     * @return 0, or a negative errno
     */
    @TruffleBoundary
    public final int put(long key, OpenSocket socket, long flags) {
        if (flags < 0 || flags > UpdateFlags.EXIST) {
            return EINVAL.result();
        }
        if (!admits(key)) {
            return E2BIG.result();
        }
        ByteBuffer bytes = bytes(key);
        boolean there = sockets.containsKey(bytes);
        if (there && flags == UpdateFlags.NOEXIST) {
            return EEXIST.result();
        }
        if (!there && flags == UpdateFlags.EXIST) {
            return ENOENT.result();
        }
        if (!there && sockets.size() >= maxEntries) {
            return E2BIG.result();
        }
        sockets.put(bytes, socket);
        return 0;
    }

    @Override
    @TruffleBoundary
    public final long lookup(int cpu, long key) {
        OpenSocket socket = socket(key);
        return socket == null ? 0 : socket.viewAddress();
    }

    /**
     * The socket that a packet of a test run has is closed, and its protocol takes no part.
     * {@code sock_map_update_elem}.
     */
    @Override
    @TruffleBoundary
    public final int update(int cpu, long key, long value, long flags) {
        if (value == 0) {
            return EINVAL.result();
        }
        OpenSocket socket = kernel.sockets().at(value);
        return socket == null || !isAllowed(socket) ? EOPNOTSUPP.result() : put(key, socket, flags);
    }

    private static boolean isAllowed(OpenSocket socket) {
        return socket.spec().protocol() != SocketSpec.Protocol.TCP
                || socket.state() == SocketSpec.ESTABLISHED
                || socket.state() == SocketSpec.LISTEN;
    }

    @Override
    @TruffleBoundary
    public final int delete(int cpu, long key) {
        return sockets.remove(bytes(key)) == null ? absence().result() : 0;
    }

    @Override
    public final long elementCount() {
        return sockets.size();
    }

    @Override
    final int copyToUser(long key, long value, long flags) {
        OpenSocket socket = valueSize == Long.BYTES ? socket(key) : null;
        if (socket == null) {
            return SocketRules.absent(this);
        }
        memory.writeLong(value, socket.cookie());
        return 0;
    }

    @Override
    final int updateFromUser(long key, long value, long flags) {
        return SocketRules.refuseDescriptor(this, value);
    }
}
