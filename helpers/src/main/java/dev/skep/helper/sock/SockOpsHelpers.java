package dev.skep.helper.sock;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.PTR_TO_BTF_ID;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_WRITABLE_MEM;
import static dev.skep.kernel.program.HelperFamily.SOCK_OPS;
import static dev.skep.kernel.program.HelperFamily.STRUCT_OPS;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.Errno;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.program.Invocation;

/** What programs in the life of a TCP connection may do. */
public abstract class SockOpsHelpers {
    // Fields of struct bpf_sock_ops, which stands in memory.
    private static final int IS_FULL_SOCKET = 72;
    private static final int CALLBACK_FLAGS = 84;

    /** {@code BPF_SOCK_OPS_ALL_CB_FLAGS}. */
    private static final int ALL_CALLBACKS = 0x7f;

    private SockOpsHelpers() {}

    /** Chooses which moments of the connection's life the program is called for. */
    @Helper(id = 59, families = SOCK_OPS)
    static long bpf_sock_ops_cb_flags_set(Invocation in, @Arg(PTR_TO_CTX) long bpfSock, @Arg(ANYTHING) long argval) {
        AddressSpace memory = in.memory();
        if (memory.readInt(bpfSock + IS_FULL_SOCKET) == 0) {
            return Errno.EINVAL.result();
        }
        memory.writeInt(bpfSock + CALLBACK_FLAGS, (int) argval & ALL_CALLBACKS);
        return (int) argval & ~ALL_CALLBACKS;
    }

    /** Finds a TCP header option. */
    @Helper(id = 142, families = SOCK_OPS)
    abstract long bpf_load_hdr_opt(
            Invocation in,
            @Arg(PTR_TO_CTX) long skops,
            @Arg(PTR_TO_WRITABLE_MEM) long searchbyRes,
            @Arg(CONST_SIZE) long len,
            @Arg(ANYTHING) long flags);

    /** Writes a TCP header option. */
    @Helper(id = 143, families = SOCK_OPS)
    abstract long bpf_store_hdr_opt(
            Invocation in,
            @Arg(PTR_TO_CTX) long skops,
            @Arg(PTR_TO_RDONLY_MEM) long from,
            @Arg(CONST_SIZE) long len,
            @Arg(ANYTHING) long flags);

    /** Reserves room for a TCP header option. */
    @Helper(id = 144, families = SOCK_OPS)
    abstract long bpf_reserve_hdr_opt(
            Invocation in, @Arg(PTR_TO_CTX) long skops, @Arg(ANYTHING) long len, @Arg(ANYTHING) long flags);

    /** Sends an acknowledgement out of turn. */
    @Helper(id = 116, families = STRUCT_OPS)
    abstract long bpf_tcp_send_ack(
            Invocation in, @Arg(value = PTR_TO_BTF_ID, btf = "tcp_sock") long tp, @Arg(ANYTHING) long rcvNxt);
}
