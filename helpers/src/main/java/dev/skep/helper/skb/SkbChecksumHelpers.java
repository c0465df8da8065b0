package dev.skep.helper.skb;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE_OR_ZERO;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM_OR_NULL;
import static dev.skep.kernel.Errno.EACCES;
import static dev.skep.kernel.Errno.EFAULT;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOTSUPP;
import static dev.skep.kernel.program.HelperFamily.LWT;
import static dev.skep.kernel.program.HelperFamily.LWT_XMIT;
import static dev.skep.kernel.program.HelperFamily.TC;
import static dev.skep.kernel.program.HelperFamily.XDP;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.net.Checksum;
import dev.skep.kernel.net.PacketOffload;
import dev.skep.kernel.net.PacketOffload.Summed;
import dev.skep.kernel.net.SkBuff;
import dev.skep.kernel.program.Invocation;

/** Checksums of a packet, updated by the difference. */
public abstract class SkbChecksumHelpers {
    private static final int U16 = 0xffff;
    private static final long U32 = 0xffff_ffffL;

    /** {@code BPF_F_HDR_FIELD_MASK}: bytes of the field that changed, 0 for a difference. */
    private static final long FIELD_SIZE = 0xf;

    // BPF_F_*
    private static final long F_PSEUDO_HDR = 1 << 4;
    private static final long F_MARK_MANGLED_0 = 1 << 5;
    private static final long F_MARK_ENFORCE = 1 << 6;
    private static final long F_IPV6 = 1 << 7;

    // BPF_CSUM_LEVEL_*
    private static final long LEVEL_QUERY = 0;
    private static final long LEVEL_INC = 1;
    private static final long LEVEL_DEC = 2;
    private static final long LEVEL_RESET = 3;

    /** What stands for 0 in a UDP header, where 0 means that there is no checksum. */
    private static final int MANGLED_0 = 0xffff;

    private static final int MAX_OFFSET = 0xffff;

    private SkbChecksumHelpers() {}

    /** Updates the checksum of the IP header for a changed field. */
    @Helper(
            id = 10,
            families = {TC, LWT_XMIT})
    static long bpf_l3_csum_replace(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(ANYTHING) long offset,
            @Arg(ANYTHING) long from,
            @Arg(ANYTHING) long to,
            @Arg(ANYTHING) long size) {
        if ((size & ~FIELD_SIZE) != 0) {
            return EINVAL.result();
        }
        SkBuff packet = in.context(skb, SkBuff.class);
        int at = (int) offset;
        if (!makeWritable(packet, at)) {
            return EFAULT.result();
        }
        long field = packet.data() + at;
        int check = Short.toUnsignedInt(in.memory().readShort(field));
        int replaced;
        switch ((int) size) {
            case 0 -> {
                if (from != 0) {
                    return EINVAL.result();
                }
                replaced = Checksum.replaceByDifference(check, (int) to);
            }
            case 2 -> replaced = Checksum.replace16(check, (int) from & U16, (int) to & U16);
            case 4 -> replaced = Checksum.replace32(check, (int) from, (int) to);
            default -> {
                return EINVAL.result();
            }
        }
        in.memory().writeShort(field, (short) replaced);
        return 0;
    }

    /** Updates the TCP, UDP or ICMP checksum for a changed field. */
    @Helper(
            id = 11,
            families = {TC, LWT_XMIT})
    static long bpf_l4_csum_replace(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(ANYTHING) long offset,
            @Arg(ANYTHING) long from,
            @Arg(ANYTHING) long to,
            @Arg(ANYTHING) long flags) {
        if ((flags & ~(F_PSEUDO_HDR | F_MARK_MANGLED_0 | F_MARK_ENFORCE | F_IPV6 | FIELD_SIZE)) != 0) {
            return EINVAL.result();
        }
        SkBuff packet = in.context(skb, SkBuff.class);
        int at = (int) offset;
        if (!makeWritable(packet, at)) {
            return EFAULT.result();
        }
        long field = packet.data() + at;
        int check = Short.toUnsignedInt(in.memory().readShort(field));
        boolean mangledZero = (flags & F_MARK_MANGLED_0) != 0;
        if (mangledZero && (flags & F_MARK_ENFORCE) == 0 && check == 0) {
            return 0;
        }
        boolean pseudo = (flags & F_PSEUDO_HDR) != 0 && packet.offload().summed() == Summed.COMPLETE;
        int replaced;
        switch ((int) (flags & FIELD_SIZE)) {
            case 0 -> {
                if (from != 0) {
                    return EINVAL.result();
                }
                replaced = Checksum.replaceByDifference(check, (int) to);
                if (pseudo && (flags & F_IPV6) == 0) {
                    packet.offload()
                            .checksum(~Checksum.subtract(
                                    (int) to, packet.offload().checksum()));
                }
            }
            case 2 -> {
                replaced = Checksum.replace32(check, (int) from & U16, (int) to & U16);
                replaceInSum(packet, pseudo, (int) from & U16, (int) to & U16);
            }
            case 4 -> {
                replaced = Checksum.replace32(check, (int) from, (int) to);
                replaceInSum(packet, pseudo, (int) from, (int) to);
            }
            default -> {
                return EINVAL.result();
            }
        }
        in.memory().writeShort(field, (short) (mangledZero && replaced == 0 ? MANGLED_0 : replaced));
        return 0;
    }

    /** The checksum difference between two buffers, on top of a seed. */
    @Helper(
            id = 28,
            families = {TC, XDP, LWT},
            packetAccess = true)
    static long bpf_csum_diff(
            Invocation in,
            @Arg(PTR_TO_RDONLY_MEM_OR_NULL) long from,
            @Arg(CONST_SIZE_OR_ZERO) long fromSize,
            @Arg(PTR_TO_RDONLY_MEM_OR_NULL) long to,
            @Arg(CONST_SIZE_OR_ZERO) long toSize,
            @Arg(ANYTHING) long seed) {
        int removed = (int) fromSize;
        int added = (int) toSize;
        int sum;
        if (removed != 0 && added != 0) {
            sum = Checksum.subtract(
                    Checksum.partial(in.memory(), to, added, (int) seed),
                    Checksum.partial(in.memory(), from, removed, 0));
        } else if (added != 0) {
            sum = Checksum.partial(in.memory(), to, added, (int) seed);
        } else if (removed != 0) {
            sum = ~Checksum.partial(in.memory(), from, removed, ~(int) seed);
        } else {
            sum = (int) seed;
        }
        return Checksum.from32To16(sum);
    }

    /** Adds to the packet's checksum, where the device has computed one. */
    @Helper(
            id = 40,
            families = {TC, LWT_XMIT})
    static long bpf_csum_update(Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long csum) {
        PacketOffload offload = in.context(skb, SkBuff.class).offload();
        if (offload.summed() != Summed.COMPLETE) {
            return ENOTSUPP.result();
        }
        offload.checksum(Checksum.add(offload.checksum(), (int) csum));
        return offload.checksum() & U32;
    }

    /** Changes or asks how many checksums of the packet are known to be good. */
    @Helper(
            id = 135,
            families = {TC, LWT_XMIT})
    static long bpf_csum_level(Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long level) {
        PacketOffload offload = in.context(skb, SkBuff.class).offload();
        if (level == LEVEL_QUERY) {
            return offload.summed() == Summed.UNNECESSARY ? offload.checksumLevel() : EACCES.result();
        } else if (level == LEVEL_INC) {
            offload.raiseChecksumLevel();
        } else if (level == LEVEL_DEC) {
            offload.lowerChecksumLevel();
        } else if (level == LEVEL_RESET) {
            offload.resetChecksumLevel();
        } else {
            return EINVAL.result();
        }
        return 0;
    }

    /** Sees to it that the checksum at an offset can be written. */
    private static boolean makeWritable(SkBuff packet, int offset) {
        if (offset < 0 || offset > MAX_OFFSET || (offset & 1) != 0) {
            return false;
        }
        packet.computeDataPointers();
        return packet.contains(offset, Short.BYTES);
    }

    /** The pseudo header is not in the packet, but in the sum that came with it. */
    private static void replaceInSum(SkBuff packet, boolean pseudo, int from, int to) {
        if (pseudo) {
            int sum = packet.offload().checksum();
            packet.offload().checksum(~Checksum.add(Checksum.subtract(~sum, from), to));
        }
    }
}
