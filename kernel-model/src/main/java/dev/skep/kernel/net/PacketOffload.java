package dev.skep.kernel.net;

import dev.skep.kernel.memory.AddressSpace;

/**
 * What a device did or is to do for a packet: segmentation, checksums, time stamps. Counterpart: parts of {@code struct
 * skb_shared_info} and {@code skb->ip_summed} with what belongs to it.
 */
public final class PacketOffload {
    /** What is known of the packet's checksums; {@code skb->ip_summed}. */
    public enum Summed {
        /** Nothing. */
        NONE,
        /** So many of them, {@link #checksumLevel} and one, are right. */
        UNNECESSARY,
        /** The sum over everything behind the MAC header: {@link #checksum}. */
        COMPLETE
    }

    /** {@code SKB_GSO_*}: header must be checked before anything else is done. */
    public static final int GSO_DODGY = 1 << 1;

    public static final int GSO_TCPV4 = 1;
    public static final int GSO_TCPV6 = 1 << 4;
    public static final int GSO_GRE = 1 << 6;
    public static final int GSO_IPXIP4 = 1 << 8;
    public static final int GSO_IPXIP6 = 1 << 9;
    public static final int GSO_UDP_TUNNEL = 1 << 10;
    public static final int GSO_UDP_L4 = 1 << 17;

    /** {@code SKB_MAX_CSUM_LEVEL}. */
    private static final int MAX_CHECKSUM_LEVEL = 3;

    private static final int SEGMENT_MASK = 0xffff;

    private int segments;
    private int segmentSize;
    private int segmentType;
    private long hardwareTimestamp;
    private Summed summed = Summed.NONE;
    private int checksumLevel;
    private int checksum;
    private boolean encapsulated;

    void reset() {
        segments = 0;
        segmentSize = 0;
        segmentType = 0;
        hardwareTimestamp = 0;
        summed = Summed.NONE;
        checksumLevel = 0;
        checksum = 0;
        encapsulated = false;
    }

    /** {@code skb_is_gso}: the packet is to be cut into segments. */
    public boolean isSegmented() {
        return segmentSize != 0;
    }

    /** {@code skb_is_gso_tcp}. */
    public boolean isSegmentedTcp() {
        return (segmentType & (GSO_TCPV4 | GSO_TCPV6)) != 0;
    }

    public int segments() {
        return segments;
    }

    public void segments(int value) {
        segments = value & SEGMENT_MASK;
    }

    /** Bytes of a segment; 0 when the packet is not to be cut. */
    public int segmentSize() {
        return segmentSize;
    }

    public void segmentSize(int value) {
        segmentSize = value & SEGMENT_MASK;
    }

    /** Bits of {@code SKB_GSO_*}. */
    public int segmentType() {
        return segmentType;
    }

    public void segmentType(int value) {
        segmentType = value;
    }

    /** {@code skb_gso_reset}. */
    public void dropSegmentation() {
        segments = 0;
        segmentSize = 0;
        segmentType = 0;
    }

    /** Nanoseconds at which the device saw the packet. */
    public long hardwareTimestamp() {
        return hardwareTimestamp;
    }

    public void hardwareTimestamp(long value) {
        hardwareTimestamp = value;
    }

    /** Whether the packet holds another: {@code skb->encapsulation}. */
    public boolean isEncapsulated() {
        return encapsulated;
    }

    public void encapsulate() {
        encapsulated = true;
    }

    public Summed summed() {
        return summed;
    }

    public void summed(Summed value) {
        summed = value;
    }

    /** How many checksums beyond the first are known to be right. */
    public int checksumLevel() {
        return checksumLevel;
    }

    /** The sum that came with the packet, for {@link Summed#COMPLETE}; not folded. */
    public int checksum() {
        return checksum;
    }

    public void checksum(int value) {
        checksum = value;
    }

    /**
     * Bytes came into the packet, at an even or odd offset: the sum that came with it includes them from now on.
     * {@code __skb_postpush_rcsum}.
     */
    public void bytesCame(AddressSpace memory, long address, int length, int offset) {
        if (summed == Summed.COMPLETE) {
            checksum = Checksum.add(checksum, turned(Checksum.partial(memory, address, length, 0), offset));
        }
    }

    /** Bytes at an even or odd offset are about to change; their twin. {@code __skb_postpull_rcsum}. */
    public void bytesGo(AddressSpace memory, long address, int length, int offset) {
        if (summed == Summed.COMPLETE) {
            checksum = Checksum.subtract(checksum, turned(Checksum.partial(memory, address, length, 0), offset));
        }
    }

    /** Bytes left the packet at its front. {@code skb_postpull_rcsum}. */
    public void bytesLeft(AddressSpace memory, long address, int length) {
        if (summed == Summed.COMPLETE) {
            checksum = -Checksum.partial(memory, address, length, -checksum);
        }
    }

    /** The sum of bytes that begin at an odd offset has its halves the other way around. */
    private static int turned(int sum, int offset) {
        return (offset & 1) == 0 ? sum : Integer.rotateRight(sum, Byte.SIZE);
    }

    /** One more checksum is known to be right: {@code __skb_incr_checksum_unnecessary}. */
    public void raiseChecksumLevel() {
        switch (summed) {
            case UNNECESSARY -> checksumLevel = Math.min(checksumLevel + 1, MAX_CHECKSUM_LEVEL);
            case NONE -> {
                summed = Summed.UNNECESSARY;
                checksumLevel = 0;
            }
            case COMPLETE -> {}
        }
    }

    /** One less is known: {@code __skb_decr_checksum_unnecessary}. */
    public void lowerChecksumLevel() {
        if (summed == Summed.UNNECESSARY) {
            if (checksumLevel == 0) {
                summed = Summed.NONE;
            } else {
                checksumLevel--;
            }
        }
    }

    /** None is known: {@code __skb_reset_checksum_unnecessary}. */
    public void resetChecksumLevel() {
        if (summed == Summed.UNNECESSARY) {
            summed = Summed.NONE;
            checksumLevel = 0;
        }
    }
}
