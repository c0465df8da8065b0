package dev.skep.packet.layer;

/** The checksum of RFC 1071 over bytes of the host: 16-bit words added in one's complement. */
final class InternetChecksum {
    private long sum;

    /** Adds bytes; an odd number of them as if a zero followed. */
    InternetChecksum add(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            sum += (bytes[i] & 0xffL) << ((i & 1) == 0 ? 8 : 0);
        }
        return this;
    }

    /** Adds a number of 32 bits. */
    InternetChecksum add(int number) {
        sum += (number >>> 16) + (number & 0xffff);
        return this;
    }

    /** The 16 bits that stand in a header. */
    int value() {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (int) ~folded & 0xffff;
    }
}
