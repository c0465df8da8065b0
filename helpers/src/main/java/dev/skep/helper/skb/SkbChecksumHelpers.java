package dev.skep.helper.skb;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE_OR_ZERO;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM_OR_NULL;
import static dev.skep.kernel.program.HelperFamily.LWT;
import static dev.skep.kernel.program.HelperFamily.LWT_XMIT;
import static dev.skep.kernel.program.HelperFamily.TC;
import static dev.skep.kernel.program.HelperFamily.XDP;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.program.Invocation;

/** Checksums of a packet, updated by the difference. */
public abstract class SkbChecksumHelpers {
    private SkbChecksumHelpers() {}

    /** Updates the checksum of the IP header for a changed field. */
    @Helper(
            id = 10,
            families = {TC, LWT_XMIT})
    abstract long bpf_l3_csum_replace(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(ANYTHING) long offset,
            @Arg(ANYTHING) long from,
            @Arg(ANYTHING) long to,
            @Arg(ANYTHING) long size);

    /** Updates the TCP, UDP or ICMP checksum for a changed field. */
    @Helper(
            id = 11,
            families = {TC, LWT_XMIT})
    abstract long bpf_l4_csum_replace(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(ANYTHING) long offset,
            @Arg(ANYTHING) long from,
            @Arg(ANYTHING) long to,
            @Arg(ANYTHING) long flags);

    /** The checksum difference between two buffers, on top of a seed. */
    @Helper(
            id = 28,
            families = {TC, XDP, LWT},
            packetAccess = true)
    abstract long bpf_csum_diff(
            Invocation in,
            @Arg(PTR_TO_RDONLY_MEM_OR_NULL) long from,
            @Arg(CONST_SIZE_OR_ZERO) long fromSize,
            @Arg(PTR_TO_RDONLY_MEM_OR_NULL) long to,
            @Arg(CONST_SIZE_OR_ZERO) long toSize,
            @Arg(ANYTHING) long seed);

    /** Adds to the packet's checksum, where the device has computed one. */
    @Helper(
            id = 40,
            families = {TC, LWT_XMIT})
    abstract long bpf_csum_update(Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long csum);

    /** Changes or asks how many checksums of the packet are known to be good. */
    @Helper(
            id = 135,
            families = {TC, LWT_XMIT})
    abstract long bpf_csum_level(Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long level);
}
