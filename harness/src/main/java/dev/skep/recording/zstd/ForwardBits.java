package dev.skep.recording.zstd;

/** Bits from the lowest of the first byte upwards. */
final class ForwardBits {
    private final byte[] bytes;
    private final int end;
    private int at;
    private int bit;

    ForwardBits(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    int read(int count) throws MalformedZstdException {
        int value = 0;
        for (int i = 0; i < count; i++) {
            if (at >= end) {
                throw new MalformedZstdException("a table of probabilities ends too early");
            }
            value |= (bytes[at] >>> bit & 1) << i;
            bit++;
            if (bit == Byte.SIZE) {
                bit = 0;
                at++;
            }
        }
        return value;
    }

    /** One bit is not taken after all. */
    void back() {
        if (bit == 0) {
            bit = Byte.SIZE;
            at--;
        }
        bit--;
    }

    /** The first byte of which no bit was read. */
    int nextByte() {
        return bit == 0 ? at : at + 1;
    }
}
