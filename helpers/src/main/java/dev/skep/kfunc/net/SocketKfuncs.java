package dev.skep.kfunc.net;

import static dev.skep.helper.KfuncHook.CGROUP;
import static dev.skep.helper.KfuncHook.ITERATOR;
import static dev.skep.helper.KfuncHook.TC;
import static dev.skep.kernel.Errno.EINVAL;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.net.SkBuff;
import dev.skep.kernel.program.Invocation;

/** Sockets and their addresses. */
public abstract class SocketKfuncs {
    private SocketKfuncs() {}

    /** Replaces the path of a Unix socket address. */
    @Kfunc(
            value =
                    "int bpf_sock_addr_set_sun_path(struct bpf_sock_addr_kern *sa_kern, const u8 *sun_path, u32 sun_path__sz)",
            hooks = CGROUP)
    abstract long bpf_sock_addr_set_sun_path(Invocation in, long saKern, long sunPath, long sunPathSize);

    /** Asks for the time stamps of a packet that is sent. */
    @Kfunc(value = "int bpf_sock_ops_enable_tx_tstamp(struct bpf_sock_ops_kern *skops, u64 flags)", hooks = CGROUP)
    abstract long bpf_sock_ops_enable_tx_tstamp(Invocation in, long skops, long flags);

    /** Closes a socket. */
    @Kfunc(value = "int bpf_sock_destroy(struct sock_common *sock)", hooks = ITERATOR)
    abstract long bpf_sock_destroy(Invocation in, long sock);

    /**
     * Makes a request out of a SYN cookie and hands it to the packet. Only on its way in from a device, where no packet
     * of a test run is.
     */
    @Kfunc(
            value =
                    "int bpf_sk_assign_tcp_reqsk(struct __sk_buff *s, struct sock *sk, struct bpf_tcp_req_attrs *attrs, int attrs__sz)",
            hooks = TC)
    static long bpf_sk_assign_tcp_reqsk(Invocation in, long s, long sk, long attrs, long attrsSize) {
        in.context(s, SkBuff.class);
        return EINVAL.result();
    }
}
