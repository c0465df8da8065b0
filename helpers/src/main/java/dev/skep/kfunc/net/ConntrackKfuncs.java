package dev.skep.kfunc.net;

import static dev.skep.helper.KfuncFlag.ACQUIRE;
import static dev.skep.helper.KfuncFlag.RELEASE;
import static dev.skep.helper.KfuncFlag.RET_NULL;
import static dev.skep.helper.KfuncHook.TC;
import static dev.skep.helper.KfuncHook.XDP;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.program.Invocation;

/** Connection tracking. */
public abstract class ConntrackKfuncs {
    private ConntrackKfuncs() {}

    /** Makes an entry for a frame; must be inserted or released. */
    @Kfunc(
            value =
                    "struct nf_conn___init *bpf_xdp_ct_alloc(struct xdp_md *xdp_ctx, struct bpf_sock_tuple *bpf_tuple, u32 tuple__sz, struct bpf_ct_opts *opts, u32 opts__sz)",
            btfId = 66152,
            hooks = {TC, XDP},
            flags = {ACQUIRE, RET_NULL})
    abstract long bpf_xdp_ct_alloc(Invocation in, long xdpCtx, long bpfTuple, long tupleSize, long opts, long optsSize);

    /** The entry of a frame; must be released. */
    @Kfunc(
            value =
                    "struct nf_conn *bpf_xdp_ct_lookup(struct xdp_md *xdp_ctx, struct bpf_sock_tuple *bpf_tuple, u32 tuple__sz, struct bpf_ct_opts *opts, u32 opts__sz)",
            btfId = 66155,
            hooks = {TC, XDP},
            flags = {ACQUIRE, RET_NULL})
    abstract long bpf_xdp_ct_lookup(
            Invocation in, long xdpCtx, long bpfTuple, long tupleSize, long opts, long optsSize);

    /** Makes an entry for a packet; must be inserted or released. */
    @Kfunc(
            value =
                    "struct nf_conn___init *bpf_skb_ct_alloc(struct __sk_buff *skb_ctx, struct bpf_sock_tuple *bpf_tuple, u32 tuple__sz, struct bpf_ct_opts *opts, u32 opts__sz)",
            btfId = 65684,
            hooks = {TC, XDP},
            flags = {ACQUIRE, RET_NULL})
    abstract long bpf_skb_ct_alloc(Invocation in, long skbCtx, long bpfTuple, long tupleSize, long opts, long optsSize);

    /** The entry of a packet; must be released. */
    @Kfunc(
            value =
                    "struct nf_conn *bpf_skb_ct_lookup(struct __sk_buff *skb_ctx, struct bpf_sock_tuple *bpf_tuple, u32 tuple__sz, struct bpf_ct_opts *opts, u32 opts__sz)",
            btfId = 65687,
            hooks = {TC, XDP},
            flags = {ACQUIRE, RET_NULL})
    abstract long bpf_skb_ct_lookup(
            Invocation in, long skbCtx, long bpfTuple, long tupleSize, long opts, long optsSize);

    /** Makes a new entry known. */
    @Kfunc(
            value = "struct nf_conn *bpf_ct_insert_entry(struct nf_conn___init *nfct_i)",
            btfId = 63804,
            hooks = {TC, XDP},
            flags = {ACQUIRE, RELEASE, RET_NULL})
    abstract long bpf_ct_insert_entry(Invocation in, long nfctI);

    /** Gives an entry back. */
    @Kfunc(
            value = "void bpf_ct_release(struct nf_conn *nfct)",
            btfId = 63807,
            hooks = {TC, XDP},
            flags = RELEASE)
    abstract long bpf_ct_release(Invocation in, long nfct);

    /** Sets how long a new entry lives. */
    @Kfunc(
            value = "void bpf_ct_set_timeout(struct nf_conn___init *nfct, u32 timeout)",
            btfId = 63816,
            hooks = {TC, XDP})
    abstract long bpf_ct_set_timeout(Invocation in, long nfct, long timeout);

    /** Changes how long an entry lives. */
    @Kfunc(
            value = "int bpf_ct_change_timeout(struct nf_conn *nfct, u32 timeout)",
            btfId = 63801,
            hooks = {TC, XDP})
    abstract long bpf_ct_change_timeout(Invocation in, long nfct, long timeout);

    /** Sets the status of a new entry. */
    @Kfunc(
            value = "int bpf_ct_set_status(const struct nf_conn___init *nfct, u32 status)",
            btfId = 63813,
            hooks = {TC, XDP})
    abstract long bpf_ct_set_status(Invocation in, long nfct, long status);

    /** Changes the status of an entry. */
    @Kfunc(
            value = "int bpf_ct_change_status(struct nf_conn *nfct, u32 status)",
            btfId = 63798,
            hooks = {TC, XDP})
    abstract long bpf_ct_change_status(Invocation in, long nfct, long status);

    /** Sets the address translation of a new entry. */
    @Kfunc(
            value =
                    "int bpf_ct_set_nat_info(struct nf_conn___init *nfct, union nf_inet_addr *addr, int port, enum nf_nat_manip_type manip)",
            btfId = 63810,
            hooks = {TC, XDP})
    abstract long bpf_ct_set_nat_info(Invocation in, long nfct, long addr, long port, long manip);
}
