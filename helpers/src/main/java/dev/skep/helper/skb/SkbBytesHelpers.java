package dev.skep.helper.skb;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_UNINIT_MEM;
import static dev.skep.kernel.Errno.EFAULT;
import static dev.skep.kernel.Errno.ENOMEM;
import static dev.skep.kernel.program.HelperFamily.CGROUP_SKB;
import static dev.skep.kernel.program.HelperFamily.FLOW_DISSECTOR;
import static dev.skep.kernel.program.HelperFamily.LWT;
import static dev.skep.kernel.program.HelperFamily.LWT_XMIT;
import static dev.skep.kernel.program.HelperFamily.SK_REUSEPORT;
import static dev.skep.kernel.program.HelperFamily.SK_SKB;
import static dev.skep.kernel.program.HelperFamily.SOCKET_FILTER;
import static dev.skep.kernel.program.HelperFamily.TC;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.net.SkBuff;
import dev.skep.kernel.program.Invocation;

/** Reading and writing bytes of a packet. */
public abstract class SkbBytesHelpers {
    private static final long U32 = 0xffff_ffffL;

    // enum bpf_hdr_start_off
    private static final int START_MAC = 0;
    private static final int START_NETWORK = 1;

    private static final int NO_HEADER = Integer.MIN_VALUE;
    private static final int MAX_RELATIVE_OFFSET = 0xffff;

    private SkbBytesHelpers() {}

    /** Copies bytes of the packet to the program. */
    @Helper(
            id = 26,
            families = {SOCKET_FILTER, TC, LWT, SK_SKB, CGROUP_SKB},
            inline = true)
    static long bpf_skb_load_bytes(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(ANYTHING) long offset,
            @Arg(PTR_TO_UNINIT_MEM) long to,
            @Arg(CONST_SIZE) long len) {
        return SkbBytes.load(in, in.context(skb, SkBuff.class), offset, to, len);
    }

    /** Copies bytes of the packet that is dissected. */
    @Helper(id = 26, name = "skb_load_bytes", families = FLOW_DISSECTOR)
    abstract long bpf_flow_dissector_load_bytes(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(ANYTHING) long offset,
            @Arg(PTR_TO_UNINIT_MEM) long to,
            @Arg(CONST_SIZE) long len);

    /** Copies bytes of the packet that a socket is chosen for. */
    @Helper(id = 26, name = "skb_load_bytes", families = SK_REUSEPORT)
    abstract long bpf_sk_reuseport_load_bytes(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(ANYTHING) long offset,
            @Arg(PTR_TO_UNINIT_MEM) long to,
            @Arg(CONST_SIZE) long len);

    /** Copies bytes of the packet, counted from one of its headers. */
    @Helper(
            id = 68,
            families = {SOCKET_FILTER, TC, CGROUP_SKB})
    static long bpf_skb_load_bytes_relative(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(ANYTHING) long offset,
            @Arg(PTR_TO_UNINIT_MEM) long to,
            @Arg(CONST_SIZE) long len,
            @Arg(ANYTHING) long startHeader) {
        SkBuff packet = in.context(skb, SkBuff.class);
        long at = offset & U32;
        long count = len & U32;
        int start = switch ((int) startHeader) {
            case START_MAC -> packet.hasMacHeader() ? packet.macOffset() : NO_HEADER;
            case START_NETWORK -> packet.networkOffset();
            default -> NO_HEADER;
        };
        if (at > MAX_RELATIVE_OFFSET || start == NO_HEADER || start + at + count > packet.length()) {
            in.memory().fill(to, count, (byte) 0);
            return EFAULT.result();
        }
        in.memory().copy(packet.data() + start + at, to, count);
        return 0;
    }

    /** Copies bytes of the packet, counted from one of its headers. */
    @Helper(id = 68, name = "skb_load_bytes_relative", families = SK_REUSEPORT)
    abstract long bpf_sk_reuseport_load_bytes_relative(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(ANYTHING) long offset,
            @Arg(PTR_TO_UNINIT_MEM) long to,
            @Arg(CONST_SIZE) long len,
            @Arg(ANYTHING) long startHeader);

    /** Writes bytes into the packet; {@code flags} say whether checksum and hash follow. */
    @Helper(
            id = 9,
            families = {TC, LWT_XMIT},
            inline = true)
    static long bpf_skb_store_bytes(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(ANYTHING) long offset,
            @Arg(PTR_TO_RDONLY_MEM) long from,
            @Arg(CONST_SIZE) long len,
            @Arg(ANYTHING) long flags) {
        return SkbBytes.store(in, in.context(skb, SkBuff.class), offset, from, len, flags);
    }

    /** As {@link #bpf_skb_store_bytes}, for a stream of a socket. */
    @Helper(id = 9, name = "skb_store_bytes", families = SK_SKB)
    abstract long bpf_sk_skb_store_bytes(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(ANYTHING) long offset,
            @Arg(PTR_TO_RDONLY_MEM) long from,
            @Arg(CONST_SIZE) long len,
            @Arg(ANYTHING) long flags);

    /** Makes the first bytes of the packet reachable through {@code data}. */
    @Helper(
            id = 39,
            families = {TC, LWT})
    static long bpf_skb_pull_data(Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long len) {
        SkBuff packet = in.context(skb, SkBuff.class);
        packet.computeDataPointers();
        return (len & U32) > packet.length() ? ENOMEM.result() : 0;
    }

    /** As {@link #bpf_skb_pull_data}, for a stream of a socket. */
    @Helper(id = 39, name = "skb_pull_data", families = SK_SKB)
    abstract long bpf_sk_skb_pull_data(Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long len);
}
