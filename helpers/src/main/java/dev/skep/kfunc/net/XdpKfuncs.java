package dev.skep.kfunc.net;

import static dev.skep.helper.KfuncFlag.ACQUIRE;
import static dev.skep.helper.KfuncFlag.RELEASE;
import static dev.skep.helper.KfuncFlag.RET_NULL;
import static dev.skep.helper.KfuncHook.COMMON;
import static dev.skep.helper.KfuncHook.XDP;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.program.Invocation;

/** Frames: what the device knows about them, and their bytes. */
public abstract class XdpKfuncs {
    private XdpKfuncs() {}

    /** The hash that the device computed. */
    @Kfunc(
            value =
                    "int bpf_xdp_metadata_rx_hash(const struct xdp_md *ctx, u32 *hash, enum xdp_rss_hash_type *rss_type)",
            btfId = 66178,
            hooks = COMMON)
    abstract long bpf_xdp_metadata_rx_hash(Invocation in, long ctx, long hash, long rssType);

    /** When the device received the frame. */
    @Kfunc(
            value = "int bpf_xdp_metadata_rx_timestamp(const struct xdp_md *ctx, u64 *timestamp)",
            btfId = 66181,
            hooks = COMMON)
    abstract long bpf_xdp_metadata_rx_timestamp(Invocation in, long ctx, long timestamp);

    /** The VLAN tag that the device took off. */
    @Kfunc(
            value = "int bpf_xdp_metadata_rx_vlan_tag(const struct xdp_md *ctx, __be16 *vlan_proto, u16 *vlan_tci)",
            btfId = 66184,
            hooks = COMMON)
    abstract long bpf_xdp_metadata_rx_vlan_tag(Invocation in, long ctx, long vlanProto, long vlanTci);

    /** Moves bytes out of the fragments to where {@code data} reaches them. */
    @Kfunc(value = "int bpf_xdp_pull_data(struct xdp_md *x, u32 len)", btfId = 66189, hooks = XDP)
    abstract long bpf_xdp_pull_data(Invocation in, long x, long len);

    /** The transformation state for a frame; must be released. */
    @Kfunc(
            value =
                    "struct xfrm_state *bpf_xdp_get_xfrm_state(struct xdp_md *ctx, struct bpf_xfrm_state_opts *opts, u32 opts__sz)",
            btfId = 66164,
            hooks = XDP,
            flags = {ACQUIRE, RET_NULL})
    abstract long bpf_xdp_get_xfrm_state(Invocation in, long ctx, long opts, long optsSize);

    /** Gives a transformation state back. */
    @Kfunc(value = "void bpf_xdp_xfrm_state_release(struct xfrm_state *x)", btfId = 66200, hooks = XDP, flags = RELEASE)
    abstract long bpf_xdp_xfrm_state_release(Invocation in, long x);
}
