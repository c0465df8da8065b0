package dev.skep.helper.sock;

import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.CONST_SIZE_OR_ZERO;
import static dev.skep.helper.ArgumentType.PTR_TO_BTF_ID_SOCK_COMMON;
import static dev.skep.helper.ArgumentType.PTR_TO_FIXED_SIZE_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM;
import static dev.skep.kernel.Errno.EACCES;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.program.HelperFamily.TC;
import static dev.skep.kernel.program.HelperFamily.XDP;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.KernelOops;
import dev.skep.kernel.net.SynCookies;
import dev.skep.kernel.program.Invocation;

/** SYN cookies. There are no listening sockets on this machine, so that only those without a socket succeed. */
public abstract class SyncookieHelpers {
    private static final int TCP_HEADER = 20;

    // The upper four bits of the thirteenth byte: words of the TCP header.
    private static final int DATA_OFFSET = 12;

    private SyncookieHelpers() {}

    /** Whether the packet's acknowledgement is a SYN cookie of the listening socket. */
    @Helper(
            id = 100,
            families = {TC, XDP},
            gplOnly = true,
            packetAccess = true)
    static long bpf_tcp_check_syncookie(
            Invocation in,
            @Arg(PTR_TO_BTF_ID_SOCK_COMMON) long sk,
            @Arg(PTR_TO_RDONLY_MEM) long iph,
            @Arg(CONST_SIZE) long iphLen,
            @Arg(PTR_TO_RDONLY_MEM) long th,
            @Arg(CONST_SIZE) long thLen) {
        return noListener(in, sk);
    }

    /** Makes a SYN cookie for the listening socket. */
    @Helper(
            id = 110,
            families = {TC, XDP},
            gplOnly = true,
            packetAccess = true)
    static long bpf_tcp_gen_syncookie(
            Invocation in,
            @Arg(PTR_TO_BTF_ID_SOCK_COMMON) long sk,
            @Arg(PTR_TO_RDONLY_MEM) long iph,
            @Arg(CONST_SIZE) long iphLen,
            @Arg(PTR_TO_RDONLY_MEM) long th,
            @Arg(CONST_SIZE) long thLen) {
        return noListener(in, sk);
    }

    /** Makes a SYN cookie for an IPv4 packet without a socket. */
    @Helper(
            id = 204,
            families = {TC, XDP},
            gplOnly = true,
            packetAccess = true)
    static long bpf_tcp_raw_gen_syncookie_ipv4(
            Invocation in,
            @Arg(value = PTR_TO_FIXED_SIZE_MEM, size = 20) long iph,
            @Arg(PTR_TO_MEM) long th,
            @Arg(CONST_SIZE_OR_ZERO) long thLen) {
        if (isBroken(in, th, thLen)) {
            return EINVAL.result();
        }
        return SynCookies.makeIpv4(in.kernel(), iph, th);
    }

    /** Makes a SYN cookie for an IPv6 packet without a socket. */
    @Helper(
            id = 205,
            families = {TC, XDP},
            gplOnly = true,
            packetAccess = true)
    static long bpf_tcp_raw_gen_syncookie_ipv6(
            Invocation in,
            @Arg(value = PTR_TO_FIXED_SIZE_MEM, size = 40) long iph,
            @Arg(PTR_TO_MEM) long th,
            @Arg(CONST_SIZE_OR_ZERO) long thLen) {
        if (isBroken(in, th, thLen)) {
            return EINVAL.result();
        }
        return SynCookies.makeIpv6(in.kernel(), iph, th);
    }

    /** Whether an IPv4 packet's acknowledgement is a SYN cookie made without a socket. */
    @Helper(
            id = 206,
            families = {TC, XDP},
            gplOnly = true,
            packetAccess = true)
    static long bpf_tcp_raw_check_syncookie_ipv4(
            Invocation in,
            @Arg(value = PTR_TO_FIXED_SIZE_MEM, size = 20) long iph,
            @Arg(value = PTR_TO_FIXED_SIZE_MEM, size = 20) long th) {
        return SynCookies.isIpv4(in.kernel(), iph, th) ? 0 : EACCES.result();
    }

    /** Whether an IPv6 packet's acknowledgement is a SYN cookie made without a socket. */
    @Helper(
            id = 207,
            families = {TC, XDP},
            gplOnly = true,
            packetAccess = true)
    static long bpf_tcp_raw_check_syncookie_ipv6(
            Invocation in,
            @Arg(value = PTR_TO_FIXED_SIZE_MEM, size = 40) long iph,
            @Arg(value = PTR_TO_FIXED_SIZE_MEM, size = 20) long th) {
        return SynCookies.isIpv6(in.kernel(), iph, th) ? 0 : EACCES.result();
    }

    private static long noListener(Invocation in, long sk) {
        if (sk != 0 && SockImage.state(in.kernel(), sk) == SockImage.LISTEN) {
            throw new KernelOops("SYN cookies of a listening socket, where nothing listens");
        }
        return EINVAL.result();
    }

    private static boolean isBroken(Invocation in, long th, long thLen) {
        int size = (int) thLen;
        return Integer.compareUnsigned(size, TCP_HEADER) < 0
                || size != (in.memory().readByte(th + DATA_OFFSET) >> 4 & 0xf) * Integer.BYTES;
    }
}
