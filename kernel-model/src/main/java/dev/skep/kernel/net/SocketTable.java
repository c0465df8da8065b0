package dev.skep.kernel.net;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.memory.KernelStruct;
import dev.skep.kernel.memory.KernelStructs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sockets of the machine, laid out by the kernel's types. They do nothing: programs look at them. */
public final class SocketTable {
    /** {@code S_IFSOCK} and permissions. */
    private static final int MODE = 0140777;

    private final AddressSpace memory;
    private final KernelStructs structs;
    private final Network net;
    private final List<OpenSocket> sockets = new ArrayList<>();
    private final Map<Long, OpenSocket> byAddress = new HashMap<>();
    private final Map<Long, OpenSocket> byFile = new HashMap<>();
    private long nextInode = 4096;

    public SocketTable(AddressSpace memory, KernelStructs structs, Network net) {
        this.memory = memory;
        this.structs = structs;
        this.net = net;
    }

    /** Makes a socket. */
    public OpenSocket create(SocketSpec spec) {
        KernelStruct sock = structs.allocateAsKnown(spec.protocol().struct(), 0, "socket");
        KernelStruct file = structs.allocateAsKnown("file", 0, "file of a socket");
        KernelStruct common = viewed("sock", sock.address());
        OpenSocket made =
                new OpenSocket(spec, List.of(sock, common), sock.address(), Sock.view(memory, spec), file, net);
        identify(made, common);
        if (structs.has("inet_sock")) {
            viewed("inet_sock", made.address())
                    .put("inet_saddr", ipv4(spec.local().getAddress()))
                    .put("inet_sport", network(spec.localPort()));
        }
        spec.members().forEach((member, value) -> sock.put(member, value));
        open(made, file);
        sockets.add(made);
        byAddress.put(made.address(), made);
        byAddress.put(made.viewAddress(), made);
        byFile.put(file.address(), made);
        return made;
    }

    private KernelStruct viewed(String struct, long address) {
        return structs.has(struct) ? structs.at(struct, address) : structs.allocateAsKnown(struct, 0, "socket");
    }

    private void identify(OpenSocket socket, KernelStruct sock) {
        SocketSpec spec = socket.spec();
        sock.put("__sk_common.skc_family", socket.family())
                .put("__sk_common.skc_state", spec.state())
                .put("__sk_common.skc_num", spec.localPort())
                .put("__sk_common.skc_dport", network(spec.remotePort()))
                .put("__sk_common.skc_cookie.counter", socket.cookie())
                .put("__sk_common.skc_refcnt.refs.counter", 1)
                .put("sk_protocol", spec.protocol().number())
                .put("sk_type", spec.protocol().type())
                .put("sk_uid.val", spec.uid());
        if (spec.isIpv6()) {
            sock.put("__sk_common.skc_v6_rcv_saddr", spec.local().getAddress())
                    .put("__sk_common.skc_v6_daddr", spec.remote().getAddress());
        } else {
            sock.put("__sk_common.skc_rcv_saddr", ipv4(spec.local().getAddress()))
                    .put("__sk_common.skc_daddr", ipv4(spec.remote().getAddress()));
        }
    }

    /** The {@code struct socket} and inode, which the kernel makes in one piece. */
    private void open(OpenSocket socket, KernelStruct file) {
        SocketSpec spec = socket.spec();
        KernelStruct whole = structs.allocateAsKnown("socket_alloc", 0, "struct socket");
        nextInode += spec.inode() == 0 ? 1 : 0;
        whole.put("socket.sk", socket.address())
                .put("socket.type", spec.protocol().type())
                .put("socket.file", file)
                .put("vfs_inode.i_ino", spec.inode() == 0 ? nextInode : spec.inode())
                .put("vfs_inode.i_mode", MODE)
                .put("vfs_inode.i_uid.val", spec.uid());
        long opened = whole.has("socket") ? whole.addressOf("socket") : whole.address();
        viewed("sock", socket.address()).put("sk_socket", opened);
        file.put("private_data", opened).put("f_inode", whole.has("vfs_inode") ? whole.addressOf("vfs_inode") : 0);
    }

    /**
     * All sockets of a protocol: those that listen first, then the others, each in the order in which they were made.
     */
    public List<OpenSocket> all(SocketSpec.Protocol protocol) {
        List<OpenSocket> found = new ArrayList<>(sockets);
        found.removeIf(socket -> socket.spec().protocol() != protocol);
        found.sort((one, other) -> Boolean.compare(isConnection(one), isConnection(other)));
        return found;
    }

    private static boolean isConnection(OpenSocket socket) {
        return socket.spec().state() != SocketSpec.LISTEN;
    }

    /** The socket with this inode; null if there is none. */
    public @Nullable OpenSocket withInode(long inode) {
        for (OpenSocket socket : sockets) {
            if (socket.spec().inode() == inode) {
                return socket;
            }
        }
        return null;
    }

    /** The socket whose {@code struct sock} or {@code struct bpf_sock} is at an address; null if there is none. */
    @TruffleBoundary
    public @Nullable OpenSocket at(long address) {
        return byAddress.get(address);
    }

    /** The socket behind a {@code struct file}; null if the file is something else. */
    @TruffleBoundary
    public @Nullable OpenSocket behind(long file) {
        return byFile.get(file);
    }

    /** A port in network order, as a number of this machine. */
    private static long network(int port) {
        return Short.toUnsignedLong(Short.reverseBytes((short) port));
    }

    /** An address in network order, as a number of this machine; 0 for one of IPv6. */
    private static long ipv4(byte[] address) {
        long number = 0;
        for (int i = address.length == 4 ? 3 : -1; i >= 0; i--) {
            number = number << 8 | address[i] & 0xff;
        }
        return number;
    }
}
