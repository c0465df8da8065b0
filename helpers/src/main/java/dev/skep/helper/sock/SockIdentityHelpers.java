package dev.skep.helper.sock;

import static dev.skep.helper.ArgumentFlag.PTR_MAYBE_NULL;
import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.PTR_TO_BTF_ID_SOCK_COMMON;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX_OR_NULL;
import static dev.skep.kernel.program.HelperFamily.CGROUP_SKB;
import static dev.skep.kernel.program.HelperFamily.CGROUP_SOCK;
import static dev.skep.kernel.program.HelperFamily.CGROUP_SOCKOPT;
import static dev.skep.kernel.program.HelperFamily.CGROUP_SOCK_ADDR;
import static dev.skep.kernel.program.HelperFamily.SK_MSG;
import static dev.skep.kernel.program.HelperFamily.SK_REUSEPORT;
import static dev.skep.kernel.program.HelperFamily.SK_SKB;
import static dev.skep.kernel.program.HelperFamily.SOCKET_FILTER;
import static dev.skep.kernel.program.HelperFamily.SOCK_OPS;
import static dev.skep.kernel.program.HelperFamily.TC;
import static dev.skep.kernel.program.HelperFamily.TRACING_PROGRAM;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.helper.Simplified;
import dev.skep.kernel.net.Network;
import dev.skep.kernel.net.OpenSocket;
import dev.skep.kernel.net.SkBuff;
import dev.skep.kernel.program.Invocation;

/** Which socket, namespace, user and control group. */
public final class SockIdentityHelpers {
    /** The owner of the socket that a test run makes. */
    private static final int ROOT = 0;

    private static final long ROOT_GROUP = 1;

    // Where the contexts struct bpf_sock_addr and bpf_sock_ops have their socket.
    private static final int SOCK_ADDR_SOCKET = 64;
    private static final int SOCK_OPS_SOCKET = 184;

    private SockIdentityHelpers() {}

    private static long cookie(Invocation in, long socket) {
        OpenSocket open = in.kernel().sockets().at(socket);
        return open == null ? 0 : open.cookie();
    }

    /** A number that is the packet's socket's own, for as long as it lives. */
    @Helper(
            id = 46,
            families = {SOCKET_FILTER, TC, CGROUP_SKB, SK_SKB})
    static long bpf_get_socket_cookie(Invocation in, @Arg(PTR_TO_CTX) long skb) {
        return in.context(skb, SkBuff.class).socket().cookie(in.kernel().net());
    }

    /** The cookie of the socket that is the context. */
    @Helper(id = 46, name = "get_socket_cookie", families = CGROUP_SOCK)
    static long bpf_get_socket_cookie_sock(Invocation in, @Arg(PTR_TO_CTX) long skb) {
        return cookie(in, skb);
    }

    /** The cookie of the socket whose address is at stake. */
    @Helper(id = 46, name = "get_socket_cookie", families = CGROUP_SOCK_ADDR)
    static long bpf_get_socket_cookie_sock_addr(Invocation in, @Arg(PTR_TO_CTX) long skb) {
        return cookie(in, in.memory().readLong(skb + SOCK_ADDR_SOCKET));
    }

    /** The cookie of the TCP socket. */
    @Helper(id = 46, name = "get_socket_cookie", families = SOCK_OPS)
    static long bpf_get_socket_cookie_sock_ops(Invocation in, @Arg(PTR_TO_CTX) long skb) {
        return cookie(in, in.memory().readLong(skb + SOCK_OPS_SOCKET));
    }

    /** The cookie of a socket that a pointer leads to; 0 for NULL. */
    @Helper(
            id = 46,
            name = "get_socket_cookie",
            families = {SK_REUSEPORT, TRACING_PROGRAM})
    static long bpf_get_socket_ptr_cookie(
            Invocation in, @Arg(value = PTR_TO_BTF_ID_SOCK_COMMON, flags = PTR_MAYBE_NULL) long skb) {
        return cookie(in, skb);
    }

    /** The user that owns the packet's socket. */
    @Helper(
            id = 47,
            families = {SOCKET_FILTER, TC, CGROUP_SKB, SK_SKB})
    static long bpf_get_socket_uid(Invocation in, @Arg(PTR_TO_CTX) long skb) {
        in.context(skb, SkBuff.class);
        return ROOT;
    }

    /** A number that is the network namespace's own. */
    @Helper(
            id = 122,
            families = {SOCKET_FILTER, TC, CGROUP_SKB, CGROUP_SOCK, SOCK_OPS, SK_MSG, CGROUP_SOCK_ADDR, CGROUP_SOCKOPT})
    static long bpf_get_netns_cookie(Invocation in, @Arg(PTR_TO_CTX_OR_NULL) long ctx) {
        return Network.COOKIE;
    }

    /** The id of the cgroup that a socket is in. */
    @Helper(id = 128, families = CGROUP_SKB)
    @Simplified("sockets are in the root group")
    static long bpf_sk_cgroup_id(Invocation in, @Arg(PTR_TO_BTF_ID_SOCK_COMMON) long sk) {
        return ROOT_GROUP;
    }

    /** The id of an ancestor of the cgroup that a socket is in. */
    @Helper(id = 129, families = CGROUP_SKB)
    @Simplified("sockets are in the root group")
    static long bpf_sk_ancestor_cgroup_id(
            Invocation in, @Arg(PTR_TO_BTF_ID_SOCK_COMMON) long sk, @Arg(ANYTHING) long ancestorLevel) {
        return (int) ancestorLevel == 0 ? ROOT_GROUP : 0;
    }
}
