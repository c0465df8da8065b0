package dev.skep.helper.sock;

import static dev.skep.helper.ArgumentFlag.OBJ_RELEASE;
import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_MAP_PTR;
import static dev.skep.helper.ArgumentType.CONST_SIZE_OR_ZERO;
import static dev.skep.helper.ArgumentType.PTR_TO_BTF_ID_SOCK_COMMON;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.helper.ArgumentType.PTR_TO_MAP_KEY;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_SOCKET_OR_NULL;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.EOPNOTSUPP;
import static dev.skep.kernel.program.HelperFamily.CGROUP_SKB;
import static dev.skep.kernel.program.HelperFamily.CGROUP_SOCK_ADDR;
import static dev.skep.kernel.program.HelperFamily.SK_LOOKUP;
import static dev.skep.kernel.program.HelperFamily.SK_REUSEPORT;
import static dev.skep.kernel.program.HelperFamily.SK_SKB;
import static dev.skep.kernel.program.HelperFamily.TC;
import static dev.skep.kernel.program.HelperFamily.XDP;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.helper.ReturnType;
import dev.skep.helper.Simplified;
import dev.skep.kernel.KernelOops;
import dev.skep.kernel.context.ProgramContext;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.net.SkBuff;
import dev.skep.kernel.program.Invocation;

/**
 * Finding a socket for a packet, and choosing one. Nobody opens sockets on this machine, so that none is found,
 * whatever is asked; what the kernel finds in a namespace that has loopback only.
 */
public abstract class SockLookupHelpers {
    private SockLookupHelpers() {}

    /** Finds the TCP socket for a pair of addresses; must be released. */
    @Helper(
            id = 84,
            families = {TC, XDP, CGROUP_SKB, SK_SKB},
            returns = ReturnType.PTR_TO_SOCKET_OR_NULL,
            packetAccess = true)
    @Simplified("no packet has a socket on the other side")
    static long bpf_sk_lookup_tcp(
            Invocation in,
            @Arg(PTR_TO_CTX) long ctx,
            @Arg(PTR_TO_RDONLY_MEM) long tuple,
            @Arg(CONST_SIZE_OR_ZERO) long tupleSize,
            @Arg(ANYTHING) long netns,
            @Arg(ANYTHING) long flags) {
        return noSocket(in, ctx);
    }

    /** As {@link #bpf_sk_lookup_tcp}, in the namespace of the socket. */
    @Helper(id = 84, name = "sk_lookup_tcp", families = CGROUP_SOCK_ADDR, returns = ReturnType.PTR_TO_SOCKET_OR_NULL)
    abstract long bpf_sock_addr_sk_lookup_tcp(
            Invocation in,
            @Arg(PTR_TO_CTX) long ctx,
            @Arg(PTR_TO_RDONLY_MEM) long tuple,
            @Arg(CONST_SIZE_OR_ZERO) long tupleSize,
            @Arg(ANYTHING) long netns,
            @Arg(ANYTHING) long flags);

    /** Finds the UDP socket for a pair of addresses; must be released. */
    @Helper(
            id = 85,
            families = {TC, XDP, CGROUP_SKB, SK_SKB},
            returns = ReturnType.PTR_TO_SOCKET_OR_NULL,
            packetAccess = true)
    @Simplified("no packet has a socket on the other side")
    static long bpf_sk_lookup_udp(
            Invocation in,
            @Arg(PTR_TO_CTX) long ctx,
            @Arg(PTR_TO_RDONLY_MEM) long tuple,
            @Arg(CONST_SIZE_OR_ZERO) long tupleSize,
            @Arg(ANYTHING) long netns,
            @Arg(ANYTHING) long flags) {
        return noSocket(in, ctx);
    }

    /** As {@link #bpf_sk_lookup_udp}, in the namespace of the socket. */
    @Helper(id = 85, name = "sk_lookup_udp", families = CGROUP_SOCK_ADDR, returns = ReturnType.PTR_TO_SOCKET_OR_NULL)
    abstract long bpf_sock_addr_sk_lookup_udp(
            Invocation in,
            @Arg(PTR_TO_CTX) long ctx,
            @Arg(PTR_TO_RDONLY_MEM) long tuple,
            @Arg(CONST_SIZE_OR_ZERO) long tupleSize,
            @Arg(ANYTHING) long netns,
            @Arg(ANYTHING) long flags);

    /** Finds the TCP socket for a pair of addresses, also one that waits or is a request; must be released. */
    @Helper(
            id = 99,
            families = {TC, XDP, CGROUP_SKB, SK_SKB},
            returns = ReturnType.PTR_TO_SOCK_COMMON_OR_NULL,
            packetAccess = true)
    @Simplified("no packet has a socket on the other side")
    static long bpf_skc_lookup_tcp(
            Invocation in,
            @Arg(PTR_TO_CTX) long ctx,
            @Arg(PTR_TO_RDONLY_MEM) long tuple,
            @Arg(CONST_SIZE_OR_ZERO) long tupleSize,
            @Arg(ANYTHING) long netns,
            @Arg(ANYTHING) long flags) {
        return noSocket(in, ctx);
    }

    /** As {@link #bpf_skc_lookup_tcp}, in the namespace of the socket. */
    @Helper(
            id = 99,
            name = "skc_lookup_tcp",
            families = CGROUP_SOCK_ADDR,
            returns = ReturnType.PTR_TO_SOCK_COMMON_OR_NULL)
    abstract long bpf_sock_addr_skc_lookup_tcp(
            Invocation in,
            @Arg(PTR_TO_CTX) long ctx,
            @Arg(PTR_TO_RDONLY_MEM) long tuple,
            @Arg(CONST_SIZE_OR_ZERO) long tupleSize,
            @Arg(ANYTHING) long netns,
            @Arg(ANYTHING) long flags);

    /** Gives back a socket that was looked up. */
    @Helper(
            id = 86,
            families = {TC, XDP, CGROUP_SKB, SK_SKB, CGROUP_SOCK_ADDR, SK_LOOKUP})
    static long bpf_sk_release(Invocation in, @Arg(value = PTR_TO_BTF_ID_SOCK_COMMON, flags = OBJ_RELEASE) long sock) {
        if (sock == 0) {
            throw new KernelOops("bpf_sk_release of no socket");
        }
        SockImage.state(in.kernel(), sock);
        return 0;
    }

    /**
     * Hands the packet to a socket, whatever its addresses say. Only on its way in from a device, where no packet of a
     * test run is.
     */
    @Helper(id = 124, families = TC)
    static long bpf_sk_assign(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(PTR_TO_BTF_ID_SOCK_COMMON) long sk,
            @Arg(ANYTHING) long flags) {
        in.context(skb, SkBuff.class);
        return sk == 0 || flags != 0 ? EINVAL.result() : EOPNOTSUPP.result();
    }

    /** Chooses the socket of a lookup, or takes the choice back with NULL. */
    @Helper(id = 124, name = "sk_assign", families = SK_LOOKUP)
    abstract long bpf_sk_lookup_assign(
            Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(PTR_TO_SOCKET_OR_NULL) long sk, @Arg(ANYTHING) long flags);

    /** Chooses the socket at an index of the map. */
    @Helper(id = 82, families = SK_REUSEPORT)
    abstract long bpf_sk_select_reuseport(
            Invocation in,
            @Arg(PTR_TO_CTX) long reuse,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(PTR_TO_MAP_KEY) long key,
            @Arg(ANYTHING) long flags);

    private static long noSocket(Invocation in, long ctx) {
        in.context(ctx, ProgramContext.class);
        return 0;
    }
}
