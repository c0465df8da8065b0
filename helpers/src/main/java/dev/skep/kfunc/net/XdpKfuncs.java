package dev.skep.kfunc.net;

import static dev.skep.helper.KfuncFlag.ACQUIRE;
import static dev.skep.helper.KfuncFlag.RELEASE;
import static dev.skep.helper.KfuncFlag.RET_NULL;
import static dev.skep.helper.KfuncHook.COMMON;
import static dev.skep.helper.KfuncHook.XDP;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;
import static dev.skep.kernel.Errno.ENONET;
import static dev.skep.kernel.Errno.EOPNOTSUPP;

import dev.skep.helper.Kfunc;
import dev.skep.helper.Simplified;
import dev.skep.kernel.KernelOops;
import dev.skep.kernel.net.XdpBuff;
import dev.skep.kernel.program.Invocation;

/**
 * Frames: what the device knows about them, and their bytes. Programs that are bound to no device, as in test runs,
 * learn nothing; the kernel refuses to load them.
 */
public abstract class XdpKfuncs {
    // struct bpf_xfrm_state_opts: error, then the number of the namespace.
    private static final int XFRM_OPTIONS = 36;
    private static final int XFRM_NAMESPACE = 4;

    private XdpKfuncs() {}

    /** The hash that the device computed. */
    @Kfunc(
            value =
                    "int bpf_xdp_metadata_rx_hash(const struct xdp_md *ctx, u32 *hash, enum xdp_rss_hash_type *rss_type)",
            hooks = COMMON)
    @Simplified("-EOPNOTSUPP")
    static long bpf_xdp_metadata_rx_hash(Invocation in, long ctx, long hash, long rssType) {
        return unknownToDevice(in, ctx);
    }

    /** When the device received the frame. */
    @Kfunc(value = "int bpf_xdp_metadata_rx_timestamp(const struct xdp_md *ctx, u64 *timestamp)", hooks = COMMON)
    @Simplified("-EOPNOTSUPP")
    static long bpf_xdp_metadata_rx_timestamp(Invocation in, long ctx, long timestamp) {
        return unknownToDevice(in, ctx);
    }

    /** The VLAN tag that the device took off. */
    @Kfunc(
            value = "int bpf_xdp_metadata_rx_vlan_tag(const struct xdp_md *ctx, __be16 *vlan_proto, u16 *vlan_tci)",
            hooks = COMMON)
    @Simplified("-EOPNOTSUPP")
    static long bpf_xdp_metadata_rx_vlan_tag(Invocation in, long ctx, long vlanProto, long vlanTci) {
        return unknownToDevice(in, ctx);
    }

    /** Moves bytes out of the fragments to where {@code data} reaches them. */
    @Kfunc(value = "int bpf_xdp_pull_data(struct xdp_md *x, u32 len)", hooks = XDP)
    static long bpf_xdp_pull_data(Invocation in, long x, long len) {
        return in.context(x, XdpBuff.class).pullData((int) len);
    }

    /** The transformation state for a frame; must be released. This machine has none. */
    @Kfunc(
            value =
                    "struct xfrm_state *bpf_xdp_get_xfrm_state(struct xdp_md *ctx, struct bpf_xfrm_state_opts *opts, u32 opts__sz)",
            hooks = XDP,
            flags = {ACQUIRE, RET_NULL})
    static long bpf_xdp_get_xfrm_state(Invocation in, long ctx, long opts, long optsSize) {
        in.context(ctx, XdpBuff.class);
        long size = Integer.toUnsignedLong((int) optsSize);
        if (opts != 0 && size >= Integer.BYTES) {
            in.memory().writeInt(opts, refusal(in, opts, size));
        }
        return 0;
    }

    /** Gives a transformation state back. */
    @Kfunc(value = "void bpf_xdp_xfrm_state_release(struct xfrm_state *x)", hooks = XDP, flags = RELEASE)
    static long bpf_xdp_xfrm_state_release(Invocation in, long x) {
        if (x != 0) {
            throw new KernelOops("bpf_xdp_xfrm_state_release of a state that nobody got");
        }
        return 0;
    }

    private static long unknownToDevice(Invocation in, long ctx) {
        in.context(ctx, XdpBuff.class);
        return EOPNOTSUPP.result();
    }

    private static int refusal(Invocation in, long opts, long size) {
        if (size != XFRM_OPTIONS) {
            return EINVAL.result();
        }
        int namespace = in.memory().readInt(opts + XFRM_NAMESPACE);
        return namespace < -1 ? EINVAL.result() : namespace == -1 ? ENOENT.result() : ENONET.result();
    }
}
