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

    /** Without a sign. */
    static long number(byte[] bytes) {
        long number = 0;
        for (int i = Math.min(bytes.length, Long.BYTES) - 1; i >= 0; i--) {
            number = number << Byte.SIZE | bytes[i] & 0xff;
        }
        return number;
    }
}
