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

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.program.Invocation;

/** Socket options and addresses. */
public abstract class SockOptionHelpers {
    private SockOptionHelpers() {}

    /** Sets an option of the socket. */
    @Helper(
            id = 49,
            families = {SOCK_OPS, CGROUP_SOCK_ADDR})
    abstract long bpf_setsockopt(
            Invocation in,
            @Arg(PTR_TO_CTX) long bpfSocket,
            @Arg(ANYTHING) long level,
            @Arg(ANYTHING) long optname,
            @Arg(PTR_TO_RDONLY_MEM) long optval,
            @Arg(CONST_SIZE) long optlen);

    /** As {@link #bpf_setsockopt}, for a socket that a pointer leads to. */
    @Helper(
            id = 49,
            name = "setsockopt",
            families = {CGROUP_SETSOCKOPT, SOCKET_ITERATOR, STRUCT_OPS, LSM})
    abstract long bpf_sk_setsockopt(
            Invocation in,
            @Arg(PTR_TO_BTF_ID_SOCK_COMMON) long bpfSocket,
            @Arg(ANYTHING) long level,
            @Arg(ANYTHING) long optname,
            @Arg(PTR_TO_RDONLY_MEM) long optval,
            @Arg(CONST_SIZE) long optlen);

    /** Reads an option of the socket. */
    @Helper(
            id = 57,
            families = {SOCK_OPS, CGROUP_SOCK_ADDR})
    abstract long bpf_getsockopt(
            Invocation in,
            @Arg(PTR_TO_CTX) long bpfSocket,
            @Arg(ANYTHING) long level,
            @Arg(ANYTHING) long optname,
            @Arg(PTR_TO_UNINIT_MEM) long optval,
            @Arg(CONST_SIZE) long optlen);

    /** As {@link #bpf_getsockopt}, for a socket that a pointer leads to. */
    @Helper(
            id = 57,
            name = "getsockopt",
            families = {CGROUP_SETSOCKOPT, SOCKET_ITERATOR, STRUCT_OPS, LSM})
    abstract long bpf_sk_getsockopt(
            Invocation in,
            @Arg(PTR_TO_BTF_ID_SOCK_COMMON) long bpfSocket,
            @Arg(ANYTHING) long level,
            @Arg(ANYTHING) long optname,
            @Arg(PTR_TO_UNINIT_MEM) long optval,
            @Arg(CONST_SIZE) long optlen);

    /** Binds the socket to an address before it connects. */
    @Helper(id = 64, families = CGROUP_SOCK_ADDR_CONNECT)
    abstract long bpf_bind(
            Invocation in, @Arg(PTR_TO_CTX) long ctx, @Arg(PTR_TO_RDONLY_MEM) long addr, @Arg(CONST_SIZE) long addrLen);
}
