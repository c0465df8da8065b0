package dev.skep.kernel.context;

import static dev.skep.kernel.context.AccessRule.FIRST;
import static dev.skep.kernel.context.AccessRule.NARROW;
import static dev.skep.kernel.context.AccessRule.NARROW_HALF;
import static dev.skep.kernel.context.AccessRule.NARROW_OR_WIDE;
import static dev.skep.kernel.context.AccessRule.NARROW_START;
import static dev.skep.kernel.context.AccessRule.PADDED_PORT;
import static dev.skep.kernel.context.AccessRule.PORT;
import static dev.skep.kernel.context.AccessRule.WHOLE;
import static dev.skep.kernel.context.AccessRule.WIDE;
import static dev.skep.kernel.context.FieldRow.BE16;
import static dev.skep.kernel.context.FieldRow.S32;
import static dev.skep.kernel.context.FieldRow.SOCK;
import static dev.skep.kernel.context.FieldRow.U32;
import static dev.skep.kernel.context.FieldRow.U64;
import static dev.skep.kernel.context.FieldRow.VOID;
import static dev.skep.kernel.context.FieldRow.array;
import static dev.skep.kernel.context.FieldRow.attached;
import static dev.skep.kernel.context.FieldRow.row;
import static dev.skep.kernel.program.AttachType.*;

import dev.skep.kernel.context.FieldRow.Kind;
import java.util.List;

/**
 * The contexts of programs that run for a socket: {@code bpf_sock}, {@code bpf_sock_addr}, {@code bpf_sock_ops},
 * {@code sk_msg_md}, {@code sk_reuseport_md}, {@code bpf_sockopt}, {@code bpf_sk_lookup}. Counterparts:
 * {@code sock_filter_is_valid_access} and its neighbours in {@code net/core/filter.c}.
 */
final class SocketLayouts {
    static final int SOCK_SIZE = 80;
    static final int SOCK_ADDR_SIZE = 72;
    static final int SOCK_OPS_SIZE = 224;
    static final int SK_MSG_SIZE = 80;
    static final int REUSEPORT_SIZE = 56;
    static final int SOCKOPT_SIZE = 40;
    static final int SK_LOOKUP_SIZE = 72;

    private static final Kind CREATE_RELEASE = attached(NONE, CGROUP_INET_SOCK_CREATE, CGROUP_INET_SOCK_RELEASE);
    private static final Kind POST_BIND = attached(CGROUP_INET4_POST_BIND, CGROUP_INET6_POST_BIND);
    private static final Kind INET4 = attached(
            CGROUP_INET4_BIND,
            CGROUP_INET4_CONNECT,
            CGROUP_UDP4_SENDMSG,
            CGROUP_UDP4_RECVMSG,
            CGROUP_INET4_GETPEERNAME,
            CGROUP_INET4_GETSOCKNAME);
    private static final Kind INET6 = attached(
            CGROUP_INET6_BIND,
            CGROUP_INET6_CONNECT,
            CGROUP_UDP6_SENDMSG,
            CGROUP_UDP6_RECVMSG,
            CGROUP_INET6_GETPEERNAME,
            CGROUP_INET6_GETSOCKNAME);

    static final List<FieldRow> SOCK_ROWS = List.of(
            row("bound_dev_if", 0, U32).reads(WHOLE, CREATE_RELEASE).writes(WHOLE, CREATE_RELEASE),
            row("family", 4, U32).reads(NARROW_START),
            row("type", 8, U32).reads(NARROW_START),
            row("protocol", 12, U32).reads(NARROW_START),
            row("mark", 16, U32).reads(WHOLE, CREATE_RELEASE).writes(WHOLE, CREATE_RELEASE),
            row("priority", 20, U32).reads(WHOLE, CREATE_RELEASE).writes(WHOLE, CREATE_RELEASE),
            row("src_ip4", 24, U32).reads(NARROW, attached(CGROUP_INET4_POST_BIND)),
            array("src_ip6", 28, 4).reads(NARROW, attached(CGROUP_INET6_POST_BIND)),
            row("src_port", 44, U32).reads(NARROW_START, POST_BIND),
            row("dst_port", 48, BE16).reads(PORT),
            row("dst_ip4", 52, U32).reads(NARROW),
            array("dst_ip6", 56, 4).reads(NARROW),
            row("state", 72, U32).reads(NARROW_START),
            row("rx_queue_mapping", 76, S32).reads(NARROW_START));

    static final List<FieldRow> SOCK_ADDR_ROWS = List.of(
            row("user_family", 0, U32).reads(WHOLE),
            row("user_ip4", 4, U32).reads(NARROW, INET4).writes(WHOLE, INET4),
            array("user_ip6", 8, 4).reads(NARROW_OR_WIDE, INET6).writes(WIDE, INET6),
            row("user_port", 24, U32).reads(NARROW).writes(WHOLE),
            row("family", 28, U32).reads(WHOLE),
            row("type", 32, U32).reads(WHOLE),
            row("protocol", 36, U32).reads(WHOLE),
            row("msg_src_ip4", 40, U32)
                    .reads(NARROW, attached(CGROUP_UDP4_SENDMSG))
                    .writes(WHOLE, attached(CGROUP_UDP4_SENDMSG)),
            array("msg_src_ip6", 44, 4)
                    .reads(NARROW_OR_WIDE, attached(CGROUP_UDP6_SENDMSG))
                    .writes(WIDE, attached(CGROUP_UDP6_SENDMSG)),
            row("sk", 64, SOCK).reads(WHOLE).gives(ContextRegister.SOCKET));

    static final List<FieldRow> SOCK_OPS_ROWS = List.of(
            row("op", 0, U32).reads(WHOLE),
            array("args", 4, 4).reads(WHOLE).writes(FIRST),
            row("reply", 4, U32).reads(WHOLE).writes(WHOLE),
            array("replylong", 4, 4).reads(WHOLE).writes(FIRST),
            row("family", 20, U32).reads(WHOLE),
            row("remote_ip4", 24, U32).reads(WHOLE),
            row("local_ip4", 28, U32).reads(WHOLE),
            array("remote_ip6", 32, 4).reads(WHOLE),
            array("local_ip6", 48, 4).reads(WHOLE),
            row("remote_port", 64, U32).reads(WHOLE),
            row("local_port", 68, U32).reads(WHOLE),
            row("is_fullsock", 72, U32).reads(WHOLE),
            row("snd_cwnd", 76, U32).reads(WHOLE),
            row("srtt_us", 80, U32).reads(WHOLE),
            row("bpf_sock_ops_cb_flags", 84, U32).reads(WHOLE),
            row("state", 88, U32).reads(WHOLE),
            row("rtt_min", 92, U32).reads(WHOLE),
            row("snd_ssthresh", 96, U32).reads(WHOLE),
            row("rcv_nxt", 100, U32).reads(WHOLE),
            row("snd_nxt", 104, U32).reads(WHOLE),
            row("snd_una", 108, U32).reads(WHOLE),
            row("mss_cache", 112, U32).reads(WHOLE),
            row("ecn_flags", 116, U32).reads(WHOLE),
            row("rate_delivered", 120, U32).reads(WHOLE),
            row("rate_interval_us", 124, U32).reads(WHOLE),
            row("packets_out", 128, U32).reads(WHOLE),
            row("retrans_out", 132, U32).reads(WHOLE),
            row("total_retrans", 136, U32).reads(WHOLE),
            row("segs_in", 140, U32).reads(WHOLE),
            row("data_segs_in", 144, U32).reads(WHOLE),
            row("segs_out", 148, U32).reads(WHOLE),
            row("data_segs_out", 152, U32).reads(WHOLE),
            row("lost_out", 156, U32).reads(WHOLE),
            row("sacked_out", 160, U32).reads(WHOLE),
            row("sk_txhash", 164, U32).reads(WHOLE).writes(WHOLE),
            row("bytes_received", 168, U64).reads(WHOLE),
            row("bytes_acked", 176, U64).reads(WHOLE),
            row("sk", 184, SOCK).reads(WHOLE).gives(ContextRegister.SOCKET_OR_NULL),
            row("skb_data", 192, VOID).reads(WHOLE).gives(ContextRegister.PACKET),
            row("skb_data_end", 200, VOID).reads(WHOLE).gives(ContextRegister.PACKET_END),
            row("skb_len", 208, U32).reads(WHOLE),
            row("skb_tcp_flags", 212, U32).reads(NARROW_START),
            row("skb_hwtstamp", 216, U64).reads(WHOLE));

    static final List<FieldRow> SK_MSG_ROWS = List.of(
            row("data", 0, VOID).reads(WHOLE).gives(ContextRegister.PACKET),
            row("data_end", 8, VOID).reads(WHOLE).gives(ContextRegister.PACKET_END),
            row("family", 16, U32).reads(WHOLE),
            row("remote_ip4", 20, U32).reads(WHOLE),
            row("local_ip4", 24, U32).reads(WHOLE),
            array("remote_ip6", 28, 4).reads(WHOLE),
            array("local_ip6", 44, 4).reads(WHOLE),
            row("remote_port", 60, U32).reads(WHOLE),
            row("local_port", 64, U32).reads(WHOLE),
            row("size", 68, U32).reads(WHOLE),
            row("sk", 72, SOCK).reads(WHOLE).gives(ContextRegister.SOCKET));

    static final List<FieldRow> REUSEPORT_ROWS = List.of(
            row("data", 0, VOID).reads(WHOLE).gives(ContextRegister.PACKET),
            row("data_end", 8, VOID).reads(WHOLE).gives(ContextRegister.PACKET_END),
            row("len", 16, U32).reads(NARROW),
            row("eth_protocol", 20, U32).reads(NARROW_HALF),
            row("ip_protocol", 24, U32).reads(NARROW),
            row("bind_inany", 28, U32).reads(NARROW),
            row("hash", 32, U32).reads(WHOLE),
            row("sk", 40, SOCK).reads(WHOLE).gives(ContextRegister.SOCKET),
            row("migrating_sk", 48, SOCK).reads(WHOLE).gives(ContextRegister.SOCK_COMMON_OR_NULL));

    static final List<FieldRow> SOCKOPT_ROWS = List.of(
            row("sk", 0, SOCK).reads(WHOLE).gives(ContextRegister.SOCKET),
            row("optval", 8, VOID).reads(WHOLE).gives(ContextRegister.PACKET),
            row("optval_end", 16, VOID).reads(WHOLE).gives(ContextRegister.PACKET_END),
            row("level", 24, S32).reads(WHOLE).writes(WHOLE, attached(CGROUP_SETSOCKOPT)),
            row("optname", 28, S32).reads(WHOLE).writes(WHOLE, attached(CGROUP_SETSOCKOPT)),
            row("optlen", 32, S32).reads(WHOLE).writes(WHOLE),
            row("retval", 36, S32)
                    .reads(WHOLE, attached(CGROUP_GETSOCKOPT))
                    .writes(WHOLE, attached(CGROUP_GETSOCKOPT)));

    static final List<FieldRow> SK_LOOKUP_ROWS = List.of(
            row("sk", 0, SOCK).reads(WHOLE).gives(ContextRegister.SOCKET_OR_NULL),
            row("cookie", 0, U64).reads(WHOLE).gives(ContextRegister.SOCKET_OR_NULL),
            row("family", 8, U32).reads(NARROW),
            row("protocol", 12, U32).reads(NARROW),
            row("remote_ip4", 16, U32).reads(NARROW),
            array("remote_ip6", 20, 4).reads(NARROW),
            row("remote_port", 36, BE16).reads(PADDED_PORT),
            row("local_ip4", 40, U32).reads(NARROW),
            array("local_ip6", 44, 4).reads(NARROW),
            row("local_port", 60, U32).reads(NARROW),
            row("ingress_ifindex", 64, U32).reads(NARROW));

    private SocketLayouts() {}
}
