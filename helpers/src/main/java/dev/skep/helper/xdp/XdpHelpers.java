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
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.Invocation;

/** Moving the ends of a frame, its bytes, and sending it elsewhere. */
public abstract class XdpHelpers {
    private XdpHelpers() {}

    /** Moves the start of the frame. */
    @Helper(id = 44, families = XDP)
    abstract long bpf_xdp_adjust_head(Invocation in, @Arg(PTR_TO_CTX) long xdpMd, @Arg(ANYTHING) long delta);

    /** Moves the start of the metadata in front of the frame. */
    @Helper(id = 54, families = XDP)
    abstract long bpf_xdp_adjust_meta(Invocation in, @Arg(PTR_TO_CTX) long xdpMd, @Arg(ANYTHING) long delta);

    /** Moves the end of the frame. */
    @Helper(id = 65, families = XDP)
    abstract long bpf_xdp_adjust_tail(Invocation in, @Arg(PTR_TO_CTX) long xdpMd, @Arg(ANYTHING) long delta);

    /** The length of the frame with all its fragments. */
    @Helper(id = 188, families = XDP)
    abstract long bpf_xdp_get_buff_len(Invocation in, @Arg(PTR_TO_CTX) long xdpMd);

    /** As {@link #bpf_xdp_get_buff_len}, for a traced frame. */
    @Helper(id = 188, name = "xdp_get_buff_len", families = TRACING_PROGRAM)
    abstract long bpf_xdp_get_buff_len_trace(Invocation in, @Arg(value = PTR_TO_BTF_ID, btf = "xdp_buff") long xdpMd);

    /** Copies bytes of the frame, also from its fragments, to the program. */
    @Helper(id = 189, families = XDP)
    abstract long bpf_xdp_load_bytes(
            Invocation in,
            @Arg(PTR_TO_CTX) long xdpMd,
            @Arg(ANYTHING) long offset,
            @Arg(PTR_TO_UNINIT_MEM) long buf,
            @Arg(CONST_SIZE) long len);

    /** Copies bytes of the program into the frame, also into its fragments. */
    @Helper(id = 190, families = XDP)
    abstract long bpf_xdp_store_bytes(
            Invocation in,
            @Arg(PTR_TO_CTX) long xdpMd,
            @Arg(ANYTHING) long offset,
            @Arg(PTR_TO_RDONLY_MEM) long buf,
            @Arg(CONST_SIZE) long len);

    /** Sends the frame to the device, CPU or socket under a key: the program returns what this returns. */
    @Helper(id = 51, families = XDP)
    abstract long bpf_redirect_map(
            Invocation in, @Arg(CONST_MAP_PTR) BpfMap map, @Arg(ANYTHING) long key, @Arg(ANYTHING) long flags);

    /** Sends the frame out of another device: the program returns what this returns, XDP_REDIRECT. */
    @Helper(id = 23, name = "redirect", families = XDP)
    abstract long bpf_xdp_redirect(Invocation in, @Arg(ANYTHING) long ifindex, @Arg(ANYTHING) long flags);
}
