package dev.skep.kfunc.net;

import static dev.skep.helper.KfuncFlag.ACQUIRE;
import static dev.skep.helper.KfuncFlag.RELEASE;
import static dev.skep.helper.KfuncFlag.RET_NULL;
import static dev.skep.helper.KfuncHook.TC;
import static dev.skep.helper.KfuncHook.XDP;
import static dev.skep.kernel.Errno.EAFNOSUPPORT;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;
import static dev.skep.kernel.Errno.ENONET;
import static dev.skep.kernel.Errno.EPROTO;

import dev.skep.helper.Kfunc;
import dev.skep.helper.Simplified;
import dev.skep.kernel.KernelOops;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.net.SkBuff;
import dev.skep.kernel.net.XdpBuff;
import dev.skep.kernel.program.Invocation;

/** Connection tracking. Entries cannot be made yet, so that a lookup finds none. */
public abstract class ConntrackKfuncs {
    // struct bpf_ct_opts
    private static final int OPTIONS = 16;
    private static final int OPTIONS_BEFORE_ZONES = 12;
    private static final int NAMESPACE = 0;
    private static final int ERROR = 4;
    private static final int PROTOCOL = 8;
    private static final int ZONE = 10;
    private static final int ZONE_DIRECTION = 12;
    private static final int RESERVED = 13;

    private static final int BOTH_DIRECTIONS = 3;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int TUPLE_IPV4 = 12;
    private static final int TUPLE_IPV6 = 36;

    private ConntrackKfuncs() {}

    /** Makes an entry for a frame; must be inserted or released. */
    @Kfunc(
            value =
                    "struct nf_conn___init *bpf_xdp_ct_alloc(struct xdp_md *xdp_ctx, struct bpf_sock_tuple *bpf_tuple, u32 tuple__sz, struct bpf_ct_opts *opts, u32 opts__sz)",
            hooks = {TC, XDP},
            flags = {ACQUIRE, RET_NULL})
    abstract long bpf_xdp_ct_alloc(Invocation in, long xdpCtx, long bpfTuple, long tupleSize, long opts, long optsSize);

    /** The entry of a frame; must be released. */
    @Kfunc(
            value =
                    "struct nf_conn *bpf_xdp_ct_lookup(struct xdp_md *xdp_ctx, struct bpf_sock_tuple *bpf_tuple, u32 tuple__sz, struct bpf_ct_opts *opts, u32 opts__sz)",
            hooks = {TC, XDP},
            flags = {ACQUIRE, RET_NULL})
    @Simplified("no connection is tracked")
    static long bpf_xdp_ct_lookup(Invocation in, long xdpCtx, long bpfTuple, long tupleSize, long opts, long optsSize) {
        in.context(xdpCtx, XdpBuff.class);
        return lookUp(in, bpfTuple, tupleSize, opts, optsSize);
    }

    /** Makes an entry for a packet; must be inserted or released. */
    @Kfunc(
            value =
                    "struct nf_conn___init *bpf_skb_ct_alloc(struct __sk_buff *skb_ctx, struct bpf_sock_tuple *bpf_tuple, u32 tuple__sz, struct bpf_ct_opts *opts, u32 opts__sz)",
            hooks = {TC, XDP},
            flags = {ACQUIRE, RET_NULL})
    abstract long bpf_skb_ct_alloc(Invocation in, long skbCtx, long bpfTuple, long tupleSize, long opts, long optsSize);

    /** The entry of a packet; must be released. */
    @Kfunc(
            value =
                    "struct nf_conn *bpf_skb_ct_lookup(struct __sk_buff *skb_ctx, struct bpf_sock_tuple *bpf_tuple, u32 tuple__sz, struct bpf_ct_opts *opts, u32 opts__sz)",
            hooks = {TC, XDP},
            flags = {ACQUIRE, RET_NULL})
    @Simplified("no connection is tracked")
    static long bpf_skb_ct_lookup(Invocation in, long skbCtx, long bpfTuple, long tupleSize, long opts, long optsSize) {
        in.context(skbCtx, SkBuff.class);
        return lookUp(in, bpfTuple, tupleSize, opts, optsSize);
    }

    /** Makes a new entry known. */
    @Kfunc(
            value = "struct nf_conn *bpf_ct_insert_entry(struct nf_conn___init *nfct_i)",
            hooks = {TC, XDP},
            flags = {ACQUIRE, RELEASE, RET_NULL})
    abstract long bpf_ct_insert_entry(Invocation in, long nfctI);

    /** Gives an entry back. */
    @Kfunc(
            value = "void bpf_ct_release(struct nf_conn *nfct)",
            hooks = {TC, XDP},
            flags = RELEASE)
    static long bpf_ct_release(Invocation in, long nfct) {
        if (nfct != 0) {
            throw new KernelOops("bpf_ct_release of an entry that nobody got");
        }
        return 0;
    }

    /** Sets how long a new entry lives. */
    @Kfunc(
            value = "void bpf_ct_set_timeout(struct nf_conn___init *nfct, u32 timeout)",
            hooks = {TC, XDP})
    abstract long bpf_ct_set_timeout(Invocation in, long nfct, long timeout);

    /** Changes how long an entry lives. */
    @Kfunc(
            value = "int bpf_ct_change_timeout(struct nf_conn *nfct, u32 timeout)",
            hooks = {TC, XDP})
    abstract long bpf_ct_change_timeout(Invocation in, long nfct, long timeout);

    /** Sets the status of a new entry. */
    @Kfunc(
            value = "int bpf_ct_set_status(const struct nf_conn___init *nfct, u32 status)",
            hooks = {TC, XDP})
    abstract long bpf_ct_set_status(Invocation in, long nfct, long status);

    /** Changes the status of an entry. */
    @Kfunc(
            value = "int bpf_ct_change_status(struct nf_conn *nfct, u32 status)",
            hooks = {TC, XDP})
    abstract long bpf_ct_change_status(Invocation in, long nfct, long status);

    /** Sets the address translation of a new entry. */
    @Kfunc(
            value =
                    "int bpf_ct_set_nat_info(struct nf_conn___init *nfct, union nf_inet_addr *addr, int port, enum nf_nat_manip_type manip)",
            hooks = {TC, XDP})
    abstract long bpf_ct_set_nat_info(Invocation in, long nfct, long addr, long port, long manip);

    private static long lookUp(Invocation in, long tuple, long tupleSize, long opts, long optsSize) {
        long size = Integer.toUnsignedLong((int) optsSize);
        int error = refusal(in.memory(), tuple, (int) tupleSize, opts, size);
        if (opts != 0) { // however small it is said to be
            in.memory().writeInt(opts + ERROR, error);
        }
        return 0;
    }

    /** Why nothing is found; {@code -ENOENT} when the question was sound. {@code __bpf_nf_ct_lookup}. */
    private static int refusal(AddressSpace memory, long tuple, int tupleSize, long opts, long size) {
        if (opts == 0 || tuple == 0 || (size != OPTIONS && size != OPTIONS_BEFORE_ZONES)) {
            return EINVAL.result();
        }
        if (size == OPTIONS ? isReservedSet(memory, opts) : memory.readShort(opts + ZONE) != 0) {
            return EINVAL.result();
        }
        int protocol = memory.readByte(opts + PROTOCOL) & 0xff;
        if (protocol != TCP && protocol != UDP) {
            return EPROTO.result();
        }
        int namespace = memory.readInt(opts + NAMESPACE);
        if (namespace < -1) {
            return EINVAL.result();
        }
        if (tupleSize != TUPLE_IPV4 && tupleSize != TUPLE_IPV6) {
            return EAFNOSUPPORT.result();
        }
        if (namespace >= 0) {
            return ENONET.result();
        }
        if (size == OPTIONS && memory.readByte(opts + ZONE_DIRECTION) == 0) {
            memory.writeByte(opts + ZONE_DIRECTION, (byte) BOTH_DIRECTIONS);
        }
        return ENOENT.result();
    }

    private static boolean isReservedSet(AddressSpace memory, long opts) {
        return (memory.readByte(opts + RESERVED)
                        | memory.readByte(opts + RESERVED + 1)
                        | memory.readByte(opts + RESERVED + 2))
                != 0;
    }
}
