package dev.skep.recording;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian numbers in byte arrays. */
final class Bytes {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Bytes() {}

    static int u16(byte[] bytes, int at) {
        return Short.toUnsignedInt((short) SHORT.get(bytes, at));
    }

    static int s32(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static long u64(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    /** A number of 1, 2, 4 or 8 bytes. */
    static long number(byte[] bytes, int at, int size, FormatField.Sign sign) {
        boolean signed = sign == FormatField.Sign.SIGNED;
        return switch (size) {
            case 1 -> signed ? bytes[at] : bytes[at] & 0xffL;
            case 2 -> signed ? (short) u16(bytes, at) : u16(bytes, at);
            case 4 -> signed ? s32(bytes, at) : s32(bytes, at) & 0xffff_ffffL;
            case 8 -> u64(bytes, at);
            default -> throw new IllegalArgumentException("a number of " + size + " bytes");
        };
    }

    static void put(byte[] bytes, int at, int size, long value) {
        for (int i = 0; i < size; i++) {
            bytes[at + i] = (byte) (value >>> Byte.SIZE * i);
        }
    }
}
