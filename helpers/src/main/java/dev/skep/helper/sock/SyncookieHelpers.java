package dev.skep.helper.sock;

import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.CONST_SIZE_OR_ZERO;
import static dev.skep.helper.ArgumentType.PTR_TO_BTF_ID_SOCK_COMMON;
import static dev.skep.helper.ArgumentType.PTR_TO_FIXED_SIZE_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM;
import static dev.skep.kernel.program.HelperFamily.TC;
import static dev.skep.kernel.program.HelperFamily.XDP;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.program.Invocation;

/** SYN cookies. */
public abstract class SyncookieHelpers {
    private SyncookieHelpers() {}

    /** Whether the packet's acknowledgement is a SYN cookie of the listening socket. */
    @Helper(
            id = 100,
            families = {TC, XDP},
            gplOnly = true,
            packetAccess = true)
    abstract long bpf_tcp_check_syncookie(
            Invocation in,
            @Arg(PTR_TO_BTF_ID_SOCK_COMMON) long sk,
            @Arg(PTR_TO_RDONLY_MEM) long iph,
            @Arg(CONST_SIZE) long iphLen,
            @Arg(PTR_TO_RDONLY_MEM) long th,
            @Arg(CONST_SIZE) long thLen);

    /** Makes a SYN cookie for the listening socket. */
    @Helper(
            id = 110,
            families = {TC, XDP},
            gplOnly = true,
            packetAccess = true)
    abstract long bpf_tcp_gen_syncookie(
            Invocation in,
            @Arg(PTR_TO_BTF_ID_SOCK_COMMON) long sk,
            @Arg(PTR_TO_RDONLY_MEM) long iph,
            @Arg(CONST_SIZE) long iphLen,
            @Arg(PTR_TO_RDONLY_MEM) long th,
            @Arg(CONST_SIZE) long thLen);

    /** Makes a SYN cookie for an IPv4 packet without a socket. */
    @Helper(
            id = 204,
            families = {TC, XDP},
            gplOnly = true,
            packetAccess = true)
    abstract long bpf_tcp_raw_gen_syncookie_ipv4(
            Invocation in,
            @Arg(value = PTR_TO_FIXED_SIZE_MEM, size = 20) long iph,
            @Arg(PTR_TO_MEM) long th,
            @Arg(CONST_SIZE_OR_ZERO) long thLen);

    /** Makes a SYN cookie for an IPv6 packet without a socket. */
    @Helper(
            id = 205,
            families = {TC, XDP},
            gplOnly = true,
            packetAccess = true)
    abstract long bpf_tcp_raw_gen_syncookie_ipv6(
            Invocation in,
            @Arg(value = PTR_TO_FIXED_SIZE_MEM, size = 40) long iph,
            @Arg(PTR_TO_MEM) long th,
            @Arg(CONST_SIZE_OR_ZERO) long thLen);

    /** Whether an IPv4 packet's acknowledgement is a SYN cookie made without a socket. */
    @Helper(
            id = 206,
            families = {TC, XDP},
            gplOnly = true,
            packetAccess = true)
    abstract long bpf_tcp_raw_check_syncookie_ipv4(
            Invocation in,
            @Arg(value = PTR_TO_FIXED_SIZE_MEM, size = 20) long iph,
            @Arg(value = PTR_TO_FIXED_SIZE_MEM, size = 20) long th);

    /** Whether an IPv6 packet's acknowledgement is a SYN cookie made without a socket. */
    @Helper(
            id = 207,
            families = {TC, XDP},
            gplOnly = true,
            packetAccess = true)
    abstract long bpf_tcp_raw_check_syncookie_ipv6(
            Invocation in,
            @Arg(value = PTR_TO_FIXED_SIZE_MEM, size = 40) long iph,
            @Arg(value = PTR_TO_FIXED_SIZE_MEM, size = 20) long th);
}
