package dev.skep.kernel.hook;

import dev.skep.kernel.net.OpenSocket;
import dev.skep.kernel.net.Sock;
import dev.skep.kernel.net.SocketSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What contexts of events tell about the socket that they happen to. */
final class SocketView {
    private final ContextEvent event;
    private final OpenSocket socket;

    SocketView(ContextEvent event, OpenSocket socket) {
        this.event = event;
        this.socket = socket;
    }

    void show() {
        if (event.struct().equals("bpf_sock")) {
            // The context is the socket itself.
            event.memory().copy(socket.viewAddress(), event.address(), Sock.SIZE);
            return;
        }
        event.with("sk", socket.viewAddress());
        put("user_family", socket.family());
        put("family", socket.family());
        put("type", socket.type());
        put("protocol", socket.protocol());
        put("state", socket.state());
        put("is_fullsock", 1);
        SocketSpec spec = socket.spec();
        address("local", spec.local().getAddress());
        address("remote", spec.remote().getAddress());
        put("local_port", spec.localPort());
        // In network order, in the upper half of the field.
        put("remote_port", (long) Short.toUnsignedInt(Short.reverseBytes((short) spec.remotePort())) << Short.SIZE);
        spec.members().forEach(this::put);
    }

    private void put(String field, long value) {
        if (event.has(field)) {
            event.with(field, value);
        }
    }

    private void address(String side, byte[] bytes) {
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length == Integer.BYTES) {
            put(side + "_ip4", words.getInt());
            return;
        }
        for (int quarter = 0; quarter < 4 && event.has(side + "_ip6"); quarter++) {
            event.with(side + "_ip6[" + quarter + "]", words.getInt());
        }
    }
}
