package dev.skep.verifier.domain;

/** What loads and moves do to the width of a number: truncation, zero extension, sign extension. */
public final class ScalarCast {
    private ScalarCast() {}

    /** The upper half becomes 0. */
    public static Scalar zeroExtend32(Scalar scalar) {
        return scalar.draft().zeroExtend().synchronise().build();
    }

    /** @param bytes 1, 2 or 4: what is kept of the number, the rest becomes 0 */
    public static Scalar truncate(Scalar scalar, int bytes) {
        ScalarDraft draft = scalar.draft();
        draft.tnum = draft.tnum.truncate(bytes);
        long kept = (1L << (bytes * 8)) - 1;
        if ((draft.umin & ~kept) == (draft.umax & ~kept)) {
            draft.unsigned(draft.umin & kept, draft.umax & kept);
        } else {
            draft.unsigned(0, kept);
        }
        draft.signed(draft.umin, draft.umax);
        if (bytes < 4) {
            draft.forget32();
        }
        return draft.synchronise().build();
    }

    /** @param bytes 1, 2 or 4: the size of the number before it is widened to 64 bits */
    public static Scalar signExtend64(Scalar scalar, int bytes) {
        if (scalar.isConstant()) {
            return Scalar.constant(extend(scalar.value(), bytes));
        }
        int bits = bytes * 8;
        if (scalar.smax >>> bits == scalar.smin >>> bits) {
            long first = extend(scalar.smax, bytes);
            long second = extend(scalar.smin, bytes);
            long max = Math.max(first, second);
            long min = Math.min(first, second);
            if ((max >= 0) == (min >= 0)) {
                return scalar.draft()
                        .tnum(Tnum.range(min, max))
                        .signed(min, max)
                        .signed32((int) min, (int) max)
                        .unsigned(min, max)
                        .unsigned32((int) min, (int) max)
                        .build();
            }
        }
        long least = -1L << (bits - 1);
        return Scalar.UNKNOWN
                .draft()
                .signed(least, ~least)
                .signed32((int) least, (int) ~least)
                .build();
    }

    /**
     * Sign-extends within the lower half and clears the upper one.
     *
     * @param bytes 1 or 2
     */
    public static Scalar signExtend32(Scalar scalar, int bytes) {
        ScalarDraft draft = scalar.draft();
        int bits = bytes * 8;
        if (scalar.isConstant()) {
            long value = extend(scalar.value(), bytes);
            draft.tnum(Tnum.constant(value)).signed32((int) value, (int) value).unsigned32((int) value, (int) value);
        } else {
            signExtendRange32(scalar, bytes, bits, draft);
        }
        return draft.zeroExtend().synchronise().build();
    }

    private static void signExtendRange32(Scalar scalar, int bytes, int bits, ScalarDraft draft) {
        if (scalar.s32Max >>> bits == scalar.s32Min >>> bits) {
            int first = (int) extend(scalar.s32Max, bytes);
            int second = (int) extend(scalar.s32Min, bytes);
            int max = Math.max(first, second);
            int min = Math.min(first, second);
            if ((max >= 0) == (min >= 0)) {
                draft.signed32(min, max).unsigned32(min, max);
                draft.tnum(Tnum.range(min, max).subregister());
                return;
            }
        }
        int least = -1 << (bits - 1);
        draft.signed32(least, ~least).unsigned32(0, -1).tnum(Tnum.UNKNOWN.subregister());
    }

    private static long extend(long value, int bytes) {
        int unused = 64 - bytes * 8;
        return value << unused >> unused;
    }
}
