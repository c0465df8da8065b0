package dev.skep.helper.xdp;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_MAP_PTR;
import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.PTR_TO_BTF_ID;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_UNINIT_MEM;
import static dev.skep.kernel.program.HelperFamily.TRACING_PROGRAM;
import static dev.skep.kernel.program.HelperFamily.XDP;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.KernelOops;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.map.RedirectMap;
import dev.skep.kernel.net.XdpBuff;
import dev.skep.kernel.program.Invocation;

/** Moving the ends of a frame, its bytes, and sending it elsewhere. */
public abstract class XdpHelpers {
    private static final long U32 = 0xffff_ffffL;

    private static final long XDP_ABORTED = 0;
    private static final long XDP_REDIRECT = 4;

    /** What to return when there is no target: one of the actions below {@code XDP_REDIRECT}. */
    private static final long ACTION_MASK = 3;

    // BPF_F_BROADCAST, BPF_F_EXCLUDE_INGRESS
    private static final long F_BROADCAST = 1 << 3;
    private static final long F_EXCLUDE_INGRESS = 1 << 4;

    private XdpHelpers() {}

    /** Moves the start of the frame. */
    @Helper(id = 44, families = XDP)
    static long bpf_xdp_adjust_head(Invocation in, @Arg(PTR_TO_CTX) long xdpMd, @Arg(ANYTHING) long delta) {
        return in.context(xdpMd, XdpBuff.class).adjustHead((int) delta);
    }

    /** Moves the start of the metadata in front of the frame. */
    @Helper(id = 54, families = XDP)
    static long bpf_xdp_adjust_meta(Invocation in, @Arg(PTR_TO_CTX) long xdpMd, @Arg(ANYTHING) long delta) {
        return in.context(xdpMd, XdpBuff.class).adjustMeta((int) delta);
    }

    /** Moves the end of the frame. */
    @Helper(id = 65, families = XDP)
    static long bpf_xdp_adjust_tail(Invocation in, @Arg(PTR_TO_CTX) long xdpMd, @Arg(ANYTHING) long delta) {
        return in.context(xdpMd, XdpBuff.class).adjustTail((int) delta);
    }

    /** The length of the frame with all its fragments. */
    @Helper(id = 188, families = XDP)
    static long bpf_xdp_get_buff_len(Invocation in, @Arg(PTR_TO_CTX) long xdpMd) {
        return in.context(xdpMd, XdpBuff.class).length();
    }

    /** As {@link #bpf_xdp_get_buff_len}, for a traced frame. */
    @Helper(id = 188, name = "xdp_get_buff_len", families = TRACING_PROGRAM)
    abstract long bpf_xdp_get_buff_len_trace(Invocation in, @Arg(value = PTR_TO_BTF_ID, btf = "xdp_buff") long xdpMd);

    /** Copies bytes of the frame, also from its fragments, to the program. */
    @Helper(id = 189, families = XDP)
    static long bpf_xdp_load_bytes(
            Invocation in,
            @Arg(PTR_TO_CTX) long xdpMd,
            @Arg(ANYTHING) long offset,
            @Arg(PTR_TO_UNINIT_MEM) long buf,
            @Arg(CONST_SIZE) long len) {
        XdpBuff frame = in.context(xdpMd, XdpBuff.class);
        int result = frame.checkRange(offset & U32, len & U32);
        if (result == 0) {
            frame.load(offset & U32, buf, len & U32);
        }
        return result;
    }

    /** Copies bytes of the program into the frame, also into its fragments. */
    @Helper(id = 190, families = XDP)
    static long bpf_xdp_store_bytes(
            Invocation in,
            @Arg(PTR_TO_CTX) long xdpMd,
            @Arg(ANYTHING) long offset,
            @Arg(PTR_TO_RDONLY_MEM) long buf,
            @Arg(CONST_SIZE) long len) {
        XdpBuff frame = in.context(xdpMd, XdpBuff.class);
        int result = frame.checkRange(offset & U32, len & U32);
        if (result == 0) {
            frame.store(offset & U32, buf, len & U32);
        }
        return result;
    }

    /** Sends the frame to the device, CPU or socket under a key: the program returns what this returns. */
    @Helper(id = 51, families = XDP)
    static long bpf_redirect_map(
            Invocation in, @Arg(CONST_MAP_PTR) BpfMap map, @Arg(ANYTHING) long key, @Arg(ANYTHING) long flags) {
        if (!(map instanceof RedirectMap redirectMap)) {
            throw new KernelOops("bpf_redirect_map with a map of type " + map.type());
        }
        boolean devices = map.type() == MapType.DEVMAP || map.type() == MapType.DEVMAP_HASH;
        long extra = devices ? F_BROADCAST | F_EXCLUDE_INGRESS : 0;
        if ((flags & ~(ACTION_MASK | extra)) != 0) {
            return XDP_ABORTED;
        }
        if (redirectMap.target((int) key) == 0 && (flags & F_BROADCAST) == 0) {
            in.redirect().clear();
            return flags & ACTION_MASK;
        }
        in.redirect().toMap(map, (int) key, flags & extra);
        return XDP_REDIRECT;
    }

    /** Sends the frame out of another device: the program returns what this returns, XDP_REDIRECT. */
    @Helper(id = 23, name = "redirect", families = XDP)
    static long bpf_xdp_redirect(Invocation in, @Arg(ANYTHING) long ifindex, @Arg(ANYTHING) long flags) {
        if (flags != 0) {
            return XDP_ABORTED;
        }
        in.redirect().toDevice((int) ifindex, 0);
        return XDP_REDIRECT;
    }
}
