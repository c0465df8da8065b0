package dev.skep.testing;

/** Numbers as the kernel's machine has them in memory. */
final class LittleEndian {
    private LittleEndian() {}

    static byte[] bytes(long number, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < Math.min(size, Long.BYTES); i++) {
            bytes[i] = (byte) (number >>> Byte.SIZE * i);
        }
        return bytes;
    }

    /** The number at an offset, of at most eight bytes; without a sign. */
    static long number(byte[] bytes, int at, int size) {
        long number = 0;
        for (int i = size - 1; i >= 0; i--) {
            number = number << Byte.SIZE | bytes[at + i] & 0xff;
        }
        return number;
    }

    /** Without a sign. */
    static long number(byte[] bytes) {
        return number(bytes, 0, Math.min(bytes.length, Long.BYTES));
    }
}
