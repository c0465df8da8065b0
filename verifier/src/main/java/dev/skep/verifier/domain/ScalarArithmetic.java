package dev.skep.verifier.domain;

import dev.skep.isa.AluOperator;
import dev.skep.isa.Width;

/**
 * The arithmetic operators over what is known of their operands; the kernel's {@code adjust_scalar_min_max_vals()}. As
 * precise as the kernel, not more: what it forgets is forgotten here too, since verdicts depend on it.
 */
public final class ScalarArithmetic {
    private ScalarArithmetic() {}

    /**
     * What {@code destination op source} can be. Divisions, remainders and shifts by what is not a constant below the
     * width give nothing.
     */
    public static Scalar apply(Width width, AluOperator operator, Scalar destination, Scalar source) {
        if (destination.isExactly(destination.value()) && source.isExactly(source.value())) {
            return ofConstants(width, operator, destination, source);
        }
        boolean narrow = width == Width.W32;
        ScalarDraft draft = destination.draft();
        switch (operator) {
            case ADD -> addInto(draft, source);
            case SUB -> {
                subtract32(draft, source);
                subtract64(draft, source);
                draft.tnum = draft.tnum.minus(source.tnum);
            }
            case MUL -> {
                draft.tnum = draft.tnum.times(source.tnum);
                multiply32(draft, source);
                multiply64(draft, source);
            }
            case AND, OR, XOR -> ScalarBitwise.apply(operator, draft, source);
            case LSH, RSH, ARSH -> {
                if (!isShiftCount(width, source)) {
                    return Scalar.UNKNOWN;
                }
                ScalarShift.apply(operator, width, draft, (int) source.umin);
            }
            case DIV, SDIV, MOD, SMOD -> {
                return Scalar.UNKNOWN;
            }
        }
        if (narrow) {
            draft.zeroExtend();
        }
        return draft.synchronise().build();
    }

    /** Of two numbers that are known the result is known, by whatever way it is found. */
    private static Scalar ofConstants(Width width, AluOperator operator, Scalar destination, Scalar source) {
        boolean isKnown = switch (operator) {
            case ADD, SUB, MUL, AND, OR, XOR -> true;
            case LSH, RSH, ARSH -> isShiftCount(width, source);
            case DIV, SDIV, MOD, SMOD -> false;
        };
        if (!isKnown) {
            return Scalar.UNKNOWN;
        }
        return Scalar.constant(
                width == Width.W32
                        ? Integer.toUnsignedLong(operator.apply32((int) destination.value(), (int) source.value()))
                        : operator.apply64(destination.value(), source.value()));
    }

    public static Scalar negate(Width width, Scalar operand) {
        ScalarDraft draft = Scalar.ZERO.draft();
        subtract32(draft, operand);
        subtract64(draft, operand);
        draft.tnum = operand.tnum.negated();
        if (width == Width.W32) {
            draft.zeroExtend();
        }
        return draft.synchronise().build();
    }

    /** The sum with a constant: for registers that are linked by a constant distance. */
    public static Scalar plus(Scalar base, long delta, Width width) {
        ScalarDraft draft = base.draft();
        addInto(draft, Scalar.constant(delta));
        if (width == Width.W32) {
            draft.zeroExtend();
        }
        return draft.synchronise().build();
    }

    /** Whether this is a shift count of which the result can be told: a constant below the width. */
    public static boolean isShiftCount(Width width, Scalar source) {
        if (width == Width.W32) {
            return source.tnum.isSubregisterConstant()
                    && source.s32Min == source.s32Max
                    && source.u32Min == source.u32Max
                    && Long.compareUnsigned(source.umax, 32) < 0;
        }
        return source.isConstant()
                && source.smin == source.smax
                && source.umin == source.umax
                && Long.compareUnsigned(source.umax, 64) < 0;
    }

    private static void addInto(ScalarDraft draft, Scalar source) {
        add32(draft, source);
        add64(draft, source);
        draft.tnum = draft.tnum.plus(source.tnum);
    }

    private static void add32(ScalarDraft draft, Scalar source) {
        long smin = (long) draft.s32Min + source.s32Min;
        long smax = (long) draft.s32Max + source.s32Max;
        if (smin != (int) smin || smax != (int) smax) {
            draft.signed32(Integer.MIN_VALUE, Integer.MAX_VALUE);
        } else {
            draft.signed32((int) smin, (int) smax);
        }
        int umin = draft.u32Min + source.u32Min;
        int umax = draft.u32Max + source.u32Max;
        boolean minWraps = Integer.compareUnsigned(umin, source.u32Min) < 0;
        boolean maxWraps = Integer.compareUnsigned(umax, source.u32Max) < 0;
        if (!minWraps && maxWraps) {
            draft.unsigned32(0, -1);
        } else {
            draft.unsigned32(umin, umax);
        }
    }

    private static void add64(ScalarDraft draft, Scalar source) {
        long smin = draft.smin + source.smin;
        long smax = draft.smax + source.smax;
        if (addOverflows(draft.smin, source.smin, smin) || addOverflows(draft.smax, source.smax, smax)) {
            draft.signed(Long.MIN_VALUE, Long.MAX_VALUE);
        } else {
            draft.signed(smin, smax);
        }
        long umin = draft.umin + source.umin;
        long umax = draft.umax + source.umax;
        boolean minWraps = Long.compareUnsigned(umin, source.umin) < 0;
        boolean maxWraps = Long.compareUnsigned(umax, source.umax) < 0;
        if (!minWraps && maxWraps) {
            draft.unsigned(0, -1);
        } else {
            draft.unsigned(umin, umax);
        }
    }

    private static void subtract32(ScalarDraft draft, Scalar source) {
        long smin = (long) draft.s32Min - source.s32Max;
        long smax = (long) draft.s32Max - source.s32Min;
        if (smin != (int) smin || smax != (int) smax) {
            draft.signed32(Integer.MIN_VALUE, Integer.MAX_VALUE);
        } else {
            draft.signed32((int) smin, (int) smax);
        }
        boolean minWraps = Integer.compareUnsigned(draft.u32Min, source.u32Max) < 0;
        boolean maxWraps = Integer.compareUnsigned(draft.u32Max, source.u32Min) < 0;
        if (minWraps && !maxWraps) {
            draft.unsigned32(0, -1);
        } else {
            draft.unsigned32(draft.u32Min - source.u32Max, draft.u32Max - source.u32Min);
        }
    }

    private static void subtract64(ScalarDraft draft, Scalar source) {
        long smin = draft.smin - source.smax;
        long smax = draft.smax - source.smin;
        if (subtractOverflows(draft.smin, source.smax, smin) || subtractOverflows(draft.smax, source.smin, smax)) {
            draft.signed(Long.MIN_VALUE, Long.MAX_VALUE);
        } else {
            draft.signed(smin, smax);
        }
        boolean minWraps = Long.compareUnsigned(draft.umin, source.umax) < 0;
        boolean maxWraps = Long.compareUnsigned(draft.umax, source.umin) < 0;
        if (minWraps && !maxWraps) {
            draft.unsigned(0, -1);
        } else {
            draft.unsigned(draft.umin - source.umax, draft.umax - source.umin);
        }
    }

    private static void multiply32(ScalarDraft draft, Scalar source) {
        long umax = Integer.toUnsignedLong(draft.u32Max) * Integer.toUnsignedLong(source.u32Max);
        long umin = Integer.toUnsignedLong(draft.u32Min) * Integer.toUnsignedLong(source.u32Min);
        if (umax >>> 32 != 0 || umin >>> 32 != 0) {
            draft.unsigned32(0, -1);
        } else {
            draft.unsigned32((int) umin, (int) umax);
        }
        long a = (long) draft.s32Min * source.s32Min;
        long b = (long) draft.s32Min * source.s32Max;
        long c = (long) draft.s32Max * source.s32Min;
        long d = (long) draft.s32Max * source.s32Max;
        if (a != (int) a || b != (int) b || c != (int) c || d != (int) d) {
            draft.signed32(Integer.MIN_VALUE, Integer.MAX_VALUE);
        } else {
            draft.signed32((int) min(a, b, c, d), (int) max(a, b, c, d));
        }
    }

    private static void multiply64(ScalarDraft draft, Scalar source) {
        if (Math.unsignedMultiplyHigh(draft.umax, source.umax) != 0
                || Math.unsignedMultiplyHigh(draft.umin, source.umin) != 0) {
            draft.unsigned(0, -1);
        } else {
            draft.unsigned(draft.umin * source.umin, draft.umax * source.umax);
        }
        if (multiplyOverflows(draft.smin, source.smin)
                || multiplyOverflows(draft.smin, source.smax)
                || multiplyOverflows(draft.smax, source.smin)
                || multiplyOverflows(draft.smax, source.smax)) {
            draft.signed(Long.MIN_VALUE, Long.MAX_VALUE);
        } else {
            long a = draft.smin * source.smin;
            long b = draft.smin * source.smax;
            long c = draft.smax * source.smin;
            long d = draft.smax * source.smax;
            draft.signed(min(a, b, c, d), max(a, b, c, d));
        }
    }

    private static boolean addOverflows(long a, long b, long sum) {
        return ((a ^ sum) & (b ^ sum)) < 0;
    }

    private static boolean subtractOverflows(long a, long b, long difference) {
        return ((a ^ b) & (a ^ difference)) < 0;
    }

    private static boolean multiplyOverflows(long a, long b) {
        return Math.multiplyHigh(a, b) != (a * b) >> 63;
    }

    private static long min(long a, long b, long c, long d) {
        return Math.min(Math.min(a, b), Math.min(c, d));
    }

    private static long max(long a, long b, long c, long d) {
        return Math.max(Math.max(a, b), Math.max(c, d));
    }
}
