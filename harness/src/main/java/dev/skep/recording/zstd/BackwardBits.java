package dev.skep.recording.zstd;

/**
 * Bits from the end of a stream downwards; the highest bit that is set in the last byte marks where they begin. Bits
 * before the stream's beginning are zero.
 */
final class BackwardBits {
    private final byte[] bytes;
    private final long start;
    /** Bits that are left; negative once more were read than there are. */
    private long left;

    BackwardBits(byte[] bytes, int from, int end) throws MalformedZstdException {
        if (end <= from || bytes[end - 1] == 0) {
            throw new MalformedZstdException("a bit stream without its end mark");
        }
        this.bytes = bytes;
        this.start = from * 8L;
        int padding = Integer.numberOfLeadingZeros(bytes[end - 1] & 0xff) - 24 + 1;
        this.left = (end - from) * 8L - padding;
    }

    /** The next bits without taking them, up to 32. */
    long peek(int count) {
        long low = left - count;
        if (low >= 0) {
            return window(low, count);
        }
        int there = (int) Math.max(0, left);
        return there == 0 ? 0 : window(0, there) << count - there;
    }

    private long window(long low, int count) {
        int at = (int) (start + low >>> 3);
        int shift = (int) (low & 7);
        int last = (int) (start + low + count - 1 >>> 3);
        long value = 0;
        for (int i = last; i >= at; i--) {
            value = value << 8 | bytes[i] & 0xff;
        }
        return value >>> shift & (1L << count) - 1;
    }

    long read(int count) {
        long value = count == 0 ? 0 : peek(count);
        left -= count;
        return value;
    }

    void skip(int count) {
        left -= count;
    }

    /** How many bits are left: negative when more were read than there are. */
    long left() {
        return left;
    }
}
