package dev.skep.helper.sock;

import static dev.skep.helper.ArgumentType.PTR_TO_BTF_ID_SOCK_COMMON;
import static dev.skep.helper.ArgumentType.PTR_TO_SOCK_COMMON;
import static dev.skep.kernel.program.HelperFamily.CGROUP_SKB;
import static dev.skep.kernel.program.HelperFamily.CGROUP_SOCKOPT;
import static dev.skep.kernel.program.HelperFamily.SOCKET_CASTS;
import static dev.skep.kernel.program.HelperFamily.SOCK_OPS;
import static dev.skep.kernel.program.HelperFamily.TC;
import static dev.skep.kernel.program.HelperFamily.TRACING_PROGRAM;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.helper.ReturnType;
import dev.skep.helper.Simplified;
import dev.skep.kernel.Capability;
import dev.skep.kernel.program.Invocation;

/** From one view of a socket to another. */
public abstract class SockCastHelpers {
    private SockCastHelpers() {}

    /** The full socket behind a pointer, NULL when it has none. */
    @Helper(
            id = 95,
            families = {TC, CGROUP_SKB},
            returns = ReturnType.PTR_TO_SOCKET_OR_NULL)
    static long bpf_sk_fullsock(Invocation in, @Arg(PTR_TO_SOCK_COMMON) long sk) {
        return SockImage.isFull(in.kernel(), sk) ? sk : 0;
    }

    /** The TCP socket behind a pointer, NULL when it is none. */
    @Helper(
            id = 96,
            families = {TC, CGROUP_SKB, SOCK_OPS, CGROUP_SOCKOPT},
            returns = ReturnType.PTR_TO_TCP_SOCK_OR_NULL)
    static long bpf_tcp_sock(Invocation in, @Arg(PTR_TO_SOCK_COMMON) long sk) {
        return SockImage.isFullTcp(in.kernel(), sk) ? sk : 0;
    }

    /** The listening socket behind a request. */
    @Helper(
            id = 98,
            families = {TC, CGROUP_SKB},
            returns = ReturnType.PTR_TO_SOCKET_OR_NULL)
    static long bpf_get_listener_sock(Invocation in, @Arg(PTR_TO_SOCK_COMMON) long sk) {
        return SockImage.state(in.kernel(), sk) == SockImage.LISTEN ? sk : 0;
    }

    /** The {@code tcp6_sock} behind a socket, NULL when it is none. */
    @Helper(
            id = 136,
            families = {SOCKET_CASTS, TRACING_PROGRAM},
            needs = Capability.PERFMON,
            returns = ReturnType.PTR_TO_BTF_ID_OR_NULL,
            returnBtf = "tcp6_sock")
    static long bpf_skc_to_tcp6_sock(Invocation in, @Arg(PTR_TO_BTF_ID_SOCK_COMMON) long sk) {
        boolean is = sk != 0 && SockImage.isFullTcp(in.kernel(), sk) && family(in, sk) == SockImage.AF_INET6;
        return is ? sk : 0;
    }

    /** The {@code tcp_sock} behind a socket, NULL when it is none. */
    @Helper(
            id = 137,
            families = {SOCKET_CASTS, TRACING_PROGRAM},
            needs = Capability.PERFMON,
            returns = ReturnType.PTR_TO_BTF_ID_OR_NULL,
            returnBtf = "tcp_sock")
    static long bpf_skc_to_tcp_sock(Invocation in, @Arg(PTR_TO_BTF_ID_SOCK_COMMON) long sk) {
        return sk != 0 && SockImage.isFullTcp(in.kernel(), sk) ? sk : 0;
    }

    /** The {@code tcp_timewait_sock} behind a socket, NULL when it is none. */
    @Helper(
            id = 138,
            families = {SOCKET_CASTS, TRACING_PROGRAM},
            needs = Capability.PERFMON,
            returns = ReturnType.PTR_TO_BTF_ID_OR_NULL,
            returnBtf = "tcp_timewait_sock")
    static long bpf_skc_to_tcp_timewait_sock(Invocation in, @Arg(PTR_TO_BTF_ID_SOCK_COMMON) long sk) {
        return sk != 0 && isTcpIn(in, sk, SockImage.TIME_WAIT) ? sk : 0;
    }

    /** The {@code tcp_request_sock} behind a socket, NULL when it is none. */
    @Helper(
            id = 139,
            families = {SOCKET_CASTS, TRACING_PROGRAM},
            needs = Capability.PERFMON,
            returns = ReturnType.PTR_TO_BTF_ID_OR_NULL,
            returnBtf = "tcp_request_sock")
    static long bpf_skc_to_tcp_request_sock(Invocation in, @Arg(PTR_TO_BTF_ID_SOCK_COMMON) long sk) {
        return sk != 0 && isTcpIn(in, sk, SockImage.NEW_SYN_RECV) ? sk : 0;
    }

    /** The {@code udp6_sock} behind a socket, NULL when it is none. */
    @Helper(
            id = 140,
            families = {SOCKET_CASTS, TRACING_PROGRAM},
            needs = Capability.PERFMON,
            returns = ReturnType.PTR_TO_BTF_ID_OR_NULL,
            returnBtf = "udp6_sock")
    static long bpf_skc_to_udp6_sock(Invocation in, @Arg(PTR_TO_BTF_ID_SOCK_COMMON) long sk) {
        boolean is = sk != 0
                && SockImage.isFull(in.kernel(), sk)
                && SockImage.protocol(in.kernel(), sk) == SockImage.UDP
                && SockImage.type(in.kernel(), sk) == SockImage.DATAGRAM
                && family(in, sk) == SockImage.AF_INET6;
        return is ? sk : 0;
    }

    /** The {@code unix_sock} behind a socket, NULL when it is none. */
    @Helper(
            id = 178,
            families = {SOCKET_CASTS, TRACING_PROGRAM},
            needs = Capability.PERFMON,
            returns = ReturnType.PTR_TO_BTF_ID_OR_NULL,
            returnBtf = "unix_sock")
    static long bpf_skc_to_unix_sock(Invocation in, @Arg(PTR_TO_BTF_ID_SOCK_COMMON) long sk) {
        boolean is = sk != 0 && SockImage.isFull(in.kernel(), sk) && family(in, sk) == SockImage.AF_UNIX;
        return is ? sk : 0;
    }

    /** The {@code mptcp_sock} behind a socket, NULL when it is none: no socket here is a subflow of one. */
    @Helper(
            id = 196,
            families = {SOCKET_CASTS, TRACING_PROGRAM},
            needs = Capability.PERFMON,
            returns = ReturnType.PTR_TO_BTF_ID_OR_NULL,
            returnBtf = "mptcp_sock")
    @Simplified("no socket is one of MPTCP")
    static long bpf_skc_to_mptcp_sock(Invocation in, @Arg(PTR_TO_SOCK_COMMON) long sk) {
        if (sk != 0) {
            SockImage.state(in.kernel(), sk);
        }
        return 0;
    }

    private static int family(Invocation in, long sk) {
        return SockImage.family(in.kernel(), sk);
    }

    private static boolean isTcpIn(Invocation in, long sk, int state) {
        return SockImage.protocol(in.kernel(), sk) == SockImage.TCP && SockImage.state(in.kernel(), sk) == state;
    }
}
