package dev.skep.verifier.domain;

/** Numbers whose bytes are put into another order. */
public final class ScalarBytes {
    private ScalarBytes() {}

    /** Whether the bytes change places. */
    public enum Order {
        KEPT,
        REVERSED
    }

    /** Takes the lower 16, 32 or 64 bits, in this order of their bytes. */
    public static Scalar apply(Scalar scalar, int bits, Order order) {
        Scalar result = scalar;
        if (order == Order.REVERSED) {
            Tnum tnum = scalar.tnum();
            Tnum swapped = new Tnum(reverse(tnum.value(), bits), reverse(tnum.mask(), bits));
            result = Scalar.UNKNOWN.draft().tnum(swapped).build();
        }
        return bits == Long.SIZE
                ? result.draft().synchronise().build()
                : ScalarCast.truncate(result, bits / Byte.SIZE)
                        .draft()
                        .synchronise()
                        .build();
    }

    private static long reverse(long value, int bits) {
        return Long.reverseBytes(value) >>> (Long.SIZE - bits);
    }
}
