package dev.skep.helper.sock;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.PTR_TO_BTF_ID_SOCK_COMMON;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_UNINIT_MEM;
import static dev.skep.kernel.program.HelperFamily.CGROUP_SETSOCKOPT;
import static dev.skep.kernel.program.HelperFamily.CGROUP_SOCK_ADDR;
import static dev.skep.kernel.program.HelperFamily.CGROUP_SOCK_ADDR_CONNECT;
import static dev.skep.kernel.program.HelperFamily.LSM;
import static dev.skep.kernel.program.HelperFamily.SOCKET_ITERATOR;
import static dev.skep.kernel.program.HelperFamily.SOCK_OPS;
import static dev.skep.kernel.program.HelperFamily.STRUCT_OPS;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.helper.Simplified;
import dev.skep.kernel.Errno;
import dev.skep.kernel.net.OpenSocket;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ProgramType;

/** Socket options and addresses. */
public abstract class SockOptionHelpers {
    // Where the contexts struct bpf_sock_addr and bpf_sock_ops have their socket.
    private static final int SOCK_ADDR_SOCKET = 64;
    private static final int SOCK_OPS_SOCKET = 184;

    private SockOptionHelpers() {}

    /** Sets an option of the socket that the event is about. */
    @Helper(
            id = 49,
            families = {SOCK_OPS, CGROUP_SOCK_ADDR})
    @Simplified("values are kept, and nothing follows from them")
    @TruffleBoundary
    static long bpf_setsockopt(
            Invocation in,
            @Arg(PTR_TO_CTX) long bpfSocket,
            @Arg(ANYTHING) long level,
            @Arg(ANYTHING) long optname,
            @Arg(PTR_TO_RDONLY_MEM) long optval,
            @Arg(CONST_SIZE) long optlen) {
        return set(in, socketOf(in, bpfSocket), level, optname, optval, optlen);
    }

    /** As {@link #bpf_setsockopt}, for a socket that a pointer leads to. */
    @Helper(
            id = 49,
            name = "setsockopt",
            families = {CGROUP_SETSOCKOPT, SOCKET_ITERATOR, STRUCT_OPS, LSM})
    @Simplified("values are kept, and nothing follows from them")
    @TruffleBoundary
    static long bpf_sk_setsockopt(
            Invocation in,
            @Arg(PTR_TO_BTF_ID_SOCK_COMMON) long bpfSocket,
            @Arg(ANYTHING) long level,
            @Arg(ANYTHING) long optname,
            @Arg(PTR_TO_RDONLY_MEM) long optval,
            @Arg(CONST_SIZE) long optlen) {
        return set(in, bpfSocket, level, optname, optval, optlen);
    }

    /** Reads an option of the socket. */
    @Helper(
            id = 57,
            families = {SOCK_OPS, CGROUP_SOCK_ADDR})
    @Simplified("values are kept, and nothing follows from them")
    @TruffleBoundary
    static long bpf_getsockopt(
            Invocation in,
            @Arg(PTR_TO_CTX) long bpfSocket,
            @Arg(ANYTHING) long level,
            @Arg(ANYTHING) long optname,
            @Arg(PTR_TO_UNINIT_MEM) long optval,
            @Arg(CONST_SIZE) long optlen) {
        return get(in, socketOf(in, bpfSocket), level, optname, optval, optlen);
    }

    /** As {@link #bpf_getsockopt}, for a socket that a pointer leads to. */
    @Helper(
            id = 57,
            name = "getsockopt",
            families = {CGROUP_SETSOCKOPT, SOCKET_ITERATOR, STRUCT_OPS, LSM})
    @Simplified("values are kept, and nothing follows from them")
    @TruffleBoundary
    static long bpf_sk_getsockopt(
            Invocation in,
            @Arg(PTR_TO_BTF_ID_SOCK_COMMON) long bpfSocket,
            @Arg(ANYTHING) long level,
            @Arg(ANYTHING) long optname,
            @Arg(PTR_TO_UNINIT_MEM) long optval,
            @Arg(CONST_SIZE) long optlen) {
        return get(in, bpfSocket, level, optname, optval, optlen);
    }

    /** Binds the socket to an address before it connects. */
    @Helper(id = 64, families = CGROUP_SOCK_ADDR_CONNECT)
    abstract long bpf_bind(
            Invocation in, @Arg(PTR_TO_CTX) long ctx, @Arg(PTR_TO_RDONLY_MEM) long addr, @Arg(CONST_SIZE) long addrLen);

    private static long socketOf(Invocation in, long context) {
        boolean ofConnection = in.program().type() == ProgramType.SOCK_OPS;
        return in.memory().readLong(context + (ofConnection ? SOCK_OPS_SOCKET : SOCK_ADDR_SOCKET));
    }

    private static long set(Invocation in, long socket, long level, long name, long value, long size) {
        OpenSocket open = in.kernel().sockets().at(socket);
        return open == null
                ? Errno.EINVAL.result()
                : open.options().set((int) level, (int) name, in.memory().bytes(value, (int) size));
    }

    private static long get(Invocation in, long socket, long level, long name, long target, long size) {
        OpenSocket open = in.kernel().sockets().at(socket);
        byte[] value = new byte[(int) size];
        int result = open == null ? Errno.EINVAL.result() : open.options().get((int) level, (int) name, value);
        in.memory().write(target, value);
        return result;
    }
}
