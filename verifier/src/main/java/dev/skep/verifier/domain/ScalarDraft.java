package dev.skep.verifier.domain;

/**
 * A {@link Scalar} in the making: its five views can be set one by one, and then learn from each other. The kernel's
 * counterpart is {@code reg_bounds_sync()}, whose steps and order this keeps, since another order learns other things.
 */
public final class ScalarDraft {
    Tnum tnum;
    long umin;
    long umax;
    long smin;
    long smax;
    int u32Min;
    int u32Max;
    int s32Min;
    int s32Max;

    ScalarDraft(Scalar from) {
        tnum = from.tnum;
        umin = from.umin;
        umax = from.umax;
        smin = from.smin;
        smax = from.smax;
        u32Min = from.u32Min;
        u32Max = from.u32Max;
        s32Min = from.s32Min;
        s32Max = from.s32Max;
    }

    public Scalar build() {
        return new Scalar(tnum, umin, umax, smin, smax, u32Min, u32Max, s32Min, s32Max);
    }

    public ScalarDraft tnum(Tnum bits) {
        tnum = bits;
        return this;
    }

    public ScalarDraft unsigned(long min, long max) {
        umin = min;
        umax = max;
        return this;
    }

    public ScalarDraft signed(long min, long max) {
        smin = min;
        smax = max;
        return this;
    }

    public ScalarDraft unsigned32(int min, int max) {
        u32Min = min;
        u32Max = max;
        return this;
    }

    public ScalarDraft signed32(int min, int max) {
        s32Min = min;
        s32Max = max;
        return this;
    }

    ScalarDraft forget64() {
        return unsigned(0, -1).signed(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    ScalarDraft forget32() {
        return unsigned32(0, -1).signed32(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    void forgetRanges() {
        forget64().forget32();
    }

    /** The lower half is this number; the bits above stay as known. */
    void know32(long value) {
        tnum = tnum.withSubregister(Tnum.constant(value));
        int low = (int) value;
        unsigned32(low, low).signed32(low, low);
    }

    void know(long value) {
        tnum = Tnum.constant(value);
        unsigned(value, value).signed(value, value);
        int low = (int) value;
        unsigned32(low, low).signed32(low, low);
    }

    /** The upper half is 0, so that the 64-bit ranges follow from the 32-bit ones. */
    ScalarDraft zeroExtend() {
        tnum = tnum.subregister();
        umin = Integer.toUnsignedLong(u32Min);
        umax = Integer.toUnsignedLong(u32Max);
        if (s32Min >= 0 && s32Max >= 0) {
            smin = s32Min;
            smax = s32Max;
        } else {
            smin = 0;
            smax = 0xffff_ffffL;
        }
        return this;
    }

    /** What is known of the other one holds too. */
    ScalarDraft intersect(Scalar other) {
        tnum = tnum.intersect(other.tnum);
        umin = umax(umin, other.umin);
        umax = umin(umax, other.umax);
        smin = Math.max(smin, other.smin);
        smax = Math.min(smax, other.smax);
        u32Min = umax(u32Min, other.u32Min);
        u32Max = umin(u32Max, other.u32Max);
        s32Min = Math.max(s32Min, other.s32Min);
        s32Max = Math.min(s32Max, other.s32Max);
        return this;
    }

    /** Lets all views learn from each other. */
    public ScalarDraft synchronise() {
        learnFromBits();
        for (int round = 0; round < 3; round++) {
            deduce32();
            deduce64();
            deduceMixed();
        }
        learnBits();
        learnFromBits();
        return this;
    }

    void learnFromBits() {
        learn32FromBits();
        long value = tnum.value();
        long mask = tnum.mask();
        smin = Math.max(smin, value | (mask & Long.MIN_VALUE));
        smax = Math.min(smax, value | (mask & Long.MAX_VALUE));
        umin = umax(umin, value);
        umax = umin(umax, value | mask);
        learnOnlyNumber();
    }

    /**
     * Where the unsigned range and the bits have one number in common, it is that one.
     *
     * <pre>
     *   range:  ---[xxxxxx]-----   ---[xxxxxx]-----   ---[xxxxxx]-----
     *   bits:   --xx----------x-   xx-----x--------   xx----x-------x-
     * </pre>
     */
    private void learnOnlyNumber() {
        if (tnum.isConstant() && umin == tnum.value() && umax == umin) {
            return;
        }
        long next = tnum.after(umin);
        if (tnum.contains(umin)) {
            if (Long.compareUnsigned(next, umax) > 0) {
                know(umin);
            }
        } else if (next == tnum.max()
                || Long.compareUnsigned(next, umax) <= 0 && Long.compareUnsigned(tnum.after(next), umax) > 0) {
            know(next);
        }
    }

    void learn32FromBits() {
        int value = (int) tnum.value();
        int mask = (int) tnum.mask();
        s32Min = Math.max(s32Min, value | (mask & Integer.MIN_VALUE));
        s32Max = Math.min(s32Max, value | (mask & Integer.MAX_VALUE));
        u32Min = umax(u32Min, value);
        u32Max = umin(u32Max, value | mask);
    }

    private void deduce32() {
        if (umin >>> 32 == umax >>> 32) {
            u32Min = umax(u32Min, (int) umin);
            u32Max = umin(u32Max, (int) umax);
            if ((int) umin <= (int) umax) {
                narrowSigned32((int) umin, (int) umax);
            }
        }
        if (smin >> 32 == smax >> 32) {
            if (Integer.compareUnsigned((int) smin, (int) smax) <= 0) {
                u32Min = umax(u32Min, (int) smin);
                u32Max = umin(u32Max, (int) smax);
            }
            if ((int) smin <= (int) smax) {
                narrowSigned32((int) smin, (int) smax);
            }
        }
        // Upper halves that follow each other, while the lower one goes from negative to positive: [-1, 1], for one.
        if ((int) (umin >>> 32) + 1 == (int) (umax >>> 32) && (int) umin < 0 && (int) umax >= 0) {
            narrowSigned32((int) umin, (int) umax);
        }
        if ((int) (smin >>> 32) + 1 == (int) (smax >>> 32) && (int) smin < 0 && (int) smax >= 0) {
            narrowSigned32((int) smin, (int) smax);
        }
        if (u32Min <= u32Max) {
            narrowSigned32(u32Min, u32Max);
        }
        if (Integer.compareUnsigned(s32Min, s32Max) <= 0) {
            u32Min = umax(s32Min, u32Min);
            u32Max = umin(s32Max, u32Max);
        } else if (Integer.compareUnsigned(u32Max, s32Min) < 0) {
            s32Min = u32Min;
            u32Max = umin(u32Max, s32Max);
        } else if (Integer.compareUnsigned(s32Max, u32Min) < 0) {
            s32Max = u32Max;
            u32Min = umax(u32Min, s32Min);
        }
    }

    private void narrowSigned32(int min, int max) {
        s32Min = Math.max(s32Min, min);
        s32Max = Math.min(s32Max, max);
    }

    private void deduce64() {
        if (umin <= umax) {
            smin = Math.max(smin, umin);
            smax = Math.min(smax, umax);
        }
        if (Long.compareUnsigned(smin, smax) <= 0) {
            umin = umax(smin, umin);
            umax = umin(smax, umax);
        } else if (Long.compareUnsigned(umax, smin) < 0) {
            // The signed range wraps around, and the unsigned one meets only its non-negative part.
            smin = umin;
            umax = umin(umax, smax);
        } else if (Long.compareUnsigned(smax, umin) < 0) {
            smax = umax;
            umin = umax(umin, smin);
        }
    }

    private void deduceMixed() {
        long low = Integer.toUnsignedLong(u32Min);
        long high = Integer.toUnsignedLong(u32Max);
        umin = umax(umin, (umin & ~0xffff_ffffL) | low);
        umax = umin(umax, (umax & ~0xffff_ffffL) | high);
        smin = Math.max(smin, (smin & ~0xffff_ffffL) | low);
        smax = Math.min(smax, (smax & ~0xffff_ffffL) | high);
        // After a sign extension the upper half is all ones or all zeros; a lower half that is not negative says which.
        if (s32Min >= 0 && smin >= Integer.MIN_VALUE && smax <= Integer.MAX_VALUE) {
            smin = s32Min;
            smax = s32Max;
            umin = s32Min;
            umax = s32Max;
            if (!isKnownBetween(smin, smax)) {
                tnum = tnum.intersect(Tnum.range(smin, smax));
            }
        }
    }

    /** Then its bits are all known, and a range around it tells nothing more about them. */
    private boolean isKnownBetween(long min, long max) {
        return tnum.isConstant()
                && Long.compareUnsigned(min, tnum.value()) <= 0
                && Long.compareUnsigned(tnum.value(), max) <= 0;
    }

    private void learnBits() {
        int low32 = (int) tnum.value();
        if (isKnownBetween(umin, umax)
                && Integer.compareUnsigned(u32Min, low32) <= 0
                && Integer.compareUnsigned(low32, u32Max) <= 0) {
            return;
        }
        Tnum all = tnum.intersect(Tnum.range(umin, umax));
        Tnum low =
                all.subregister().intersect(Tnum.range(Integer.toUnsignedLong(u32Min), Integer.toUnsignedLong(u32Max)));
        tnum = all.clearSubregister().or(low);
    }

    static long umin(long a, long b) {
        return Long.compareUnsigned(a, b) <= 0 ? a : b;
    }

    static long umax(long a, long b) {
        return Long.compareUnsigned(a, b) >= 0 ? a : b;
    }

    static int umin(int a, int b) {
        return Integer.compareUnsigned(a, b) <= 0 ? a : b;
    }

    static int umax(int a, int b) {
        return Integer.compareUnsigned(a, b) >= 0 ? a : b;
    }
}
