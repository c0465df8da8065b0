package dev.skep.verifier.domain;

import java.util.Arrays;
import java.util.Locale;

/**
 * All that is known about a 64-bit number: its bits, its range as unsigned and as signed number, and the same two
 * ranges for its lower half. Immutable; the scalar part of the kernel's {@code struct bpf_reg_state}.
 *
 * <p>The five views are deduced from each other by {@link ScalarDraft#synchronise}; what is written into one of them
 * only is kept as it is. Ranges are inclusive; {@code u32Min} and {@code u32Max} are unsigned ints.
 */
public final class Scalar {
    public static final Scalar UNKNOWN = new Scalar(
            Tnum.UNKNOWN, 0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE);

    /** The constants that programs are full of, from {@link #FIRST_SMALL} on. */
    private static final Scalar[] SMALL = new Scalar[1 << 9];

    private static final int FIRST_SMALL = -64;

    static {
        Arrays.setAll(SMALL, index -> newConstant(FIRST_SMALL + index));
    }

    public static final Scalar ZERO = constant(0);

    final Tnum tnum;
    final long umin;
    final long umax;
    final long smin;
    final long smax;
    final int u32Min;
    final int u32Max;
    final int s32Min;
    final int s32Max;

    Scalar(Tnum tnum, long umin, long umax, long smin, long smax, int u32Min, int u32Max, int s32Min, int s32Max) {
        this.tnum = tnum;
        this.umin = umin;
        this.umax = umax;
        this.smin = smin;
        this.smax = smax;
        this.u32Min = u32Min;
        this.u32Max = u32Max;
        this.s32Min = s32Min;
        this.s32Max = s32Max;
    }

    public static Scalar constant(long value) {
        long index = value - FIRST_SMALL;
        return index >= 0 && index < SMALL.length ? SMALL[(int) index] : newConstant(value);
    }

    /** Whether all five views say the same number. */
    boolean isExactly(long value) {
        return tnum.isConstant(value)
                && umin == value
                && umax == value
                && smin == value
                && smax == value
                && u32Min == (int) value
                && u32Max == (int) value
                && s32Min == (int) value
                && s32Max == (int) value;
    }

    private static Scalar newConstant(long value) {
        int low = (int) value;
        return new Scalar(Tnum.constant(value), value, value, value, value, low, low, low, low);
    }

    public Tnum tnum() {
        return tnum;
    }

    public long umin() {
        return umin;
    }

    public long umax() {
        return umax;
    }

    public long smin() {
        return smin;
    }

    public long smax() {
        return smax;
    }

    public int u32Min() {
        return u32Min;
    }

    public int u32Max() {
        return u32Max;
    }

    public int s32Min() {
        return s32Min;
    }

    public int s32Max() {
        return s32Max;
    }

    public boolean isConstant() {
        return tnum.isConstant();
    }

    public boolean isConstant(long value) {
        return tnum.isConstant(value);
    }

    /** The known bits; the number itself when it is a constant. */
    public long value() {
        return tnum.value();
    }

    /** How many bits the greatest unsigned value takes. */
    public int width() {
        return 64 - Long.numberOfLeadingZeros(umax);
    }

    /** Whether what is known here holds of everything that the other one can be. */
    @SuppressWarnings("ReferenceEquality") // saves the comparisons
    public boolean contains(Scalar other) {
        return this == other || (rangesContain(other) && tnum.contains(other.tnum));
    }

    private boolean rangesContain(Scalar other) {
        return Long.compareUnsigned(umin, other.umin) <= 0
                && Long.compareUnsigned(umax, other.umax) >= 0
                && smin <= other.smin
                && smax >= other.smax
                && Integer.compareUnsigned(u32Min, other.u32Min) <= 0
                && Integer.compareUnsigned(u32Max, other.u32Max) >= 0
                && s32Min <= other.s32Min
                && s32Max >= other.s32Max;
    }

    /** Whether the number itself could be this. */
    public boolean contains(long number) {
        return tnum.contains(number)
                && Long.compareUnsigned(umin, number) <= 0
                && Long.compareUnsigned(number, umax) <= 0
                && smin <= number
                && number <= smax
                && Integer.compareUnsigned(u32Min, (int) number) <= 0
                && Integer.compareUnsigned((int) number, u32Max) <= 0
                && s32Min <= (int) number
                && (int) number <= s32Max;
    }

    /**
     * Why this cannot be: a range that is empty, or a constant whose ranges say otherwise; {@code ""} when all is well.
     */
    public String violation() {
        if (Long.compareUnsigned(umin, umax) > 0
                || smin > smax
                || Integer.compareUnsigned(u32Min, u32Max) > 0
                || s32Min > s32Max) {
            return "range bounds violation";
        }
        if (tnum.isConstant()) {
            long value = tnum.value();
            if (umin != value || umax != value || smin != value || smax != value) {
                return "const tnum out of sync with range bounds";
            }
        }
        if (tnum.isSubregisterConstant()) {
            int value = (int) tnum.value();
            if (u32Min != value || u32Max != value || s32Min != value || s32Max != value) {
                return "const subreg tnum out of sync with range bounds";
            }
        }
        return "";
    }

    /** The same bits, but no range of any kind. */
    public Scalar withoutRanges() {
        return new Scalar(tnum, 0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    public ScalarDraft draft() {
        return new ScalarDraft(this);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Scalar scalar && sameAs(scalar));
    }

    private boolean sameAs(Scalar other) {
        return tnum.equals(other.tnum)
                && umin == other.umin
                && umax == other.umax
                && smin == other.smin
                && smax == other.smax
                && u32Min == other.u32Min
                && u32Max == other.u32Max
                && s32Min == other.s32Min
                && s32Max == other.s32Max;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(umin * 31 + umax) * 31 + tnum.hashCode();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "u64=[%s, %s] s64=[%d, %d] u32=[%s, %s] s32=[%d, %d] bits=%s",
                Long.toUnsignedString(umin),
                Long.toUnsignedString(umax),
                smin,
                smax,
                Integer.toUnsignedString(u32Min),
                Integer.toUnsignedString(u32Max),
                s32Min,
                s32Max,
                tnum);
    }
}
