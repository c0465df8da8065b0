package dev.skep.btf;

import java.nio.ByteOrder;

/**
 * Bits in bytes. Little-endian machines count them from the low end of the first byte, big-endian ones from its high
 * end.
 *
 * <pre>
 *   little  byte 0: 7 6 5 4 3 2 1 0 | byte 1: 15 14 13 …
 *   big     byte 0: 0 1 2 3 4 5 6 7 | byte 1:  8  9 10 …
 * </pre>
 */
final class BitField {
    private BitField() {}

    /** The {@code width} bits (1 to 64) from {@code bitOffset}, zero extended. */
    static long read(byte[] bytes, long bitOffset, int width, ByteOrder order) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            long bit = (long) bytes[(int) ((bitOffset + i) >>> 3)] >>> shift(bitOffset + i, order) & 1;
            value = order == ByteOrder.LITTLE_ENDIAN ? value | bit << i : value << 1 | bit;
        }
        return value;
    }

    static void write(byte[] bytes, long bitOffset, int width, ByteOrder order, long value) {
        for (int i = 0; i < width; i++) {
            int at = (int) ((bitOffset + i) >>> 3);
            int mask = 1 << shift(bitOffset + i, order);
            long bit = value >>> (order == ByteOrder.LITTLE_ENDIAN ? i : width - 1 - i) & 1;
            bytes[at] = (byte) (bit == 0 ? bytes[at] & ~mask : bytes[at] | mask);
        }
    }

    private static int shift(long bit, ByteOrder order) {
        int inByte = (int) (bit & 7);
        return order == ByteOrder.LITTLE_ENDIAN ? inByte : 7 - inByte;
    }
}
