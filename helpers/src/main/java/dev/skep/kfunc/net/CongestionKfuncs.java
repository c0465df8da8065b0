package dev.skep.kfunc.net;

import static dev.skep.helper.KfuncHook.STRUCT_OPS;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.program.Invocation;

/** What algorithms for congestion control share and reuse. */
public abstract class CongestionKfuncs {
    private CongestionKfuncs() {}

    /** The threshold of Reno after a loss. */
    @Kfunc(value = "u32 tcp_reno_ssthresh(struct sock *sk)", hooks = STRUCT_OPS)
    abstract long tcp_reno_ssthresh(Invocation in, long sk);

    /** The growth of Reno. */
    @Kfunc(value = "void tcp_reno_cong_avoid(struct sock *sk, u32 ack, u32 acked)", hooks = STRUCT_OPS)
    abstract long tcp_reno_cong_avoid(Invocation in, long sk, long ack, long acked);

    /** The window of Reno when a loss was none. */
    @Kfunc(value = "u32 tcp_reno_undo_cwnd(struct sock *sk)", hooks = STRUCT_OPS)
    abstract long tcp_reno_undo_cwnd(Invocation in, long sk);

    /** Exponential growth. */
    @Kfunc(value = "u32 tcp_slow_start(struct tcp_sock *tp, u32 acked)", hooks = STRUCT_OPS)
    abstract long tcp_slow_start(Invocation in, long tp, long acked);

    /** Additive growth. */
    @Kfunc(value = "void tcp_cong_avoid_ai(struct tcp_sock *tp, u32 w, u32 acked)", hooks = STRUCT_OPS)
    abstract long tcp_cong_avoid_ai(Invocation in, long tp, long w, long acked);

    /** CUBIC: a connection begins. */
    @Kfunc(value = "void cubictcp_init(struct sock *sk)", hooks = STRUCT_OPS)
    abstract long cubictcp_init(Invocation in, long sk);

    /** CUBIC: the threshold after a loss. */
    @Kfunc(value = "u32 cubictcp_recalc_ssthresh(struct sock *sk)", hooks = STRUCT_OPS)
    abstract long cubictcp_recalc_ssthresh(Invocation in, long sk);

    /** CUBIC: growth. */
    @Kfunc(value = "void cubictcp_cong_avoid(struct sock *sk, u32 ack, u32 acked)", hooks = STRUCT_OPS)
    abstract long cubictcp_cong_avoid(Invocation in, long sk, long ack, long acked);

    /** CUBIC: a change of state. */
    @Kfunc(value = "void cubictcp_state(struct sock *sk, u8 new_state)", hooks = STRUCT_OPS)
    abstract long cubictcp_state(Invocation in, long sk, long newState);

    /** CUBIC: an event. */
    @Kfunc(value = "void cubictcp_cwnd_event(struct sock *sk, enum tcp_ca_event event)", hooks = STRUCT_OPS)
    abstract long cubictcp_cwnd_event(Invocation in, long sk, long event);

    /** CUBIC: an acknowledgement. */
    @Kfunc(value = "void cubictcp_acked(struct sock *sk, const struct ack_sample *sample)", hooks = STRUCT_OPS)
    abstract long cubictcp_acked(Invocation in, long sk, long sample);

    /** BBR: a connection begins. */
    @Kfunc(value = "void bbr_init(struct sock *sk)", hooks = STRUCT_OPS)
    abstract long bbr_init(Invocation in, long sk);

    /** BBR: an acknowledgement. */
    @Kfunc(
            value = "void bbr_main(struct sock *sk, u32 ack, int flag, const struct rate_sample *rs)",
            hooks = STRUCT_OPS)
    abstract long bbr_main(Invocation in, long sk, long ack, long flag, long rs);

    /** BBR: how much larger the send buffer may be. */
    @Kfunc(value = "u32 bbr_sndbuf_expand(struct sock *sk)", hooks = STRUCT_OPS)
    abstract long bbr_sndbuf_expand(Invocation in, long sk);

    /** BBR: the window when a loss was none. */
    @Kfunc(value = "u32 bbr_undo_cwnd(struct sock *sk)", hooks = STRUCT_OPS)
    abstract long bbr_undo_cwnd(Invocation in, long sk);

    /** BBR: an event. */
    @Kfunc(value = "void bbr_cwnd_event(struct sock *sk, enum tcp_ca_event event)", hooks = STRUCT_OPS)
    abstract long bbr_cwnd_event(Invocation in, long sk, long event);

    /** BBR: the threshold. */
    @Kfunc(value = "u32 bbr_ssthresh(struct sock *sk)", hooks = STRUCT_OPS)
    abstract long bbr_ssthresh(Invocation in, long sk);

    /** BBR: the least number of segments to send at once. */
    @Kfunc(value = "u32 bbr_min_tso_segs(struct sock *sk)", hooks = STRUCT_OPS)
    abstract long bbr_min_tso_segs(Invocation in, long sk);

    /** BBR: a change of state. */
    @Kfunc(value = "void bbr_set_state(struct sock *sk, u8 new_state)", hooks = STRUCT_OPS)
    abstract long bbr_set_state(Invocation in, long sk, long newState);
}
