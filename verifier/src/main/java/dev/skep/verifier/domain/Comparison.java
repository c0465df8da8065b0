package dev.skep.verifier.domain;

import dev.skep.isa.Condition;
import dev.skep.isa.Width;

/**
 * What a branch tells about the two numbers it compares; the kernel's {@code is_scalar_branch_taken()},
 * {@code regs_refine_cond_op()} and {@code reg_set_min_max()}.
 */
public final class Comparison {
    private Comparison() {}

    /** How a branch goes. */
    public enum Outcome {
        ALWAYS,
        NEVER,
        UNKNOWN;

        static Outcome of(boolean taken) {
            return taken ? ALWAYS : NEVER;
        }

        Outcome inverted() {
            return switch (this) {
                case ALWAYS -> NEVER;
                case NEVER -> ALWAYS;
                case UNKNOWN -> UNKNOWN;
            };
        }
    }

    /** Two numbers after the branch told something about them. */
    public record Pair(Scalar left, Scalar right) {}

    /** Whether {@code left condition right} holds for all that the two can be, for none, or that depends. */
    public static Outcome outcome(Width width, Condition condition, Scalar left, Scalar right) {
        return switch (condition) {
            case EQ -> equal(width, left, right);
            case NE -> equal(width, left, right).inverted();
            case SET -> anyBitShared(width, left, right);
            case GT -> greater(width, left, right);
            case LT -> greater(width, right, left);
            case LE -> greater(width, left, right).inverted();
            case GE -> greater(width, right, left).inverted();
            case SGT -> greaterSigned(width, left, right);
            case SLT -> greaterSigned(width, right, left);
            case SLE -> greaterSigned(width, left, right).inverted();
            case SGE -> greaterSigned(width, right, left).inverted();
        };
    }

    private static Outcome equal(Width width, Scalar left, Scalar right) {
        boolean narrow = width == Width.W32;
        Tnum leftBits = narrow ? left.tnum.subregister() : left.tnum;
        Tnum rightBits = narrow ? right.tnum.subregister() : right.tnum;
        if (leftBits.isConstant() && rightBits.isConstant()) {
            return Outcome.of(leftBits.value() == rightBits.value());
        }
        if (!leftBits.overlaps(rightBits) || disjoint32(left, right) || (!narrow && disjoint64(left, right))) {
            return Outcome.NEVER;
        }
        return Outcome.UNKNOWN;
    }

    private static boolean disjoint64(Scalar left, Scalar right) {
        return Long.compareUnsigned(left.umin, right.umax) > 0
                || Long.compareUnsigned(left.umax, right.umin) < 0
                || left.smin > right.smax
                || left.smax < right.smin;
    }

    private static boolean disjoint32(Scalar left, Scalar right) {
        return Integer.compareUnsigned(left.u32Min, right.u32Max) > 0
                || Integer.compareUnsigned(left.u32Max, right.u32Min) < 0
                || left.s32Min > right.s32Max
                || left.s32Max < right.s32Min;
    }

    private static Outcome anyBitShared(Width width, Scalar left, Scalar right) {
        boolean rightIsMask = isConstant(right, width);
        if (!rightIsMask && !isConstant(left, width)) {
            return Outcome.UNKNOWN;
        }
        long wanted = constant(rightIsMask ? right : left, width);
        Tnum bits = (rightIsMask ? left : right).tnum;
        if ((~bits.mask() & bits.value() & wanted) != 0) {
            return Outcome.ALWAYS;
        }
        return (bits.max() & wanted) == 0 ? Outcome.NEVER : Outcome.UNKNOWN;
    }

    private static Outcome greater(Width width, Scalar left, Scalar right) {
        boolean narrow = width == Width.W32;
        long leftMin = narrow ? Integer.toUnsignedLong(left.u32Min) : left.umin;
        long leftMax = narrow ? Integer.toUnsignedLong(left.u32Max) : left.umax;
        long rightMin = narrow ? Integer.toUnsignedLong(right.u32Min) : right.umin;
        long rightMax = narrow ? Integer.toUnsignedLong(right.u32Max) : right.umax;
        if (Long.compareUnsigned(leftMin, rightMax) > 0) {
            return Outcome.ALWAYS;
        }
        return Long.compareUnsigned(leftMax, rightMin) <= 0 ? Outcome.NEVER : Outcome.UNKNOWN;
    }

    private static Outcome greaterSigned(Width width, Scalar left, Scalar right) {
        boolean narrow = width == Width.W32;
        long leftMin = narrow ? left.s32Min : left.smin;
        long leftMax = narrow ? left.s32Max : left.smax;
        long rightMin = narrow ? right.s32Min : right.smin;
        long rightMax = narrow ? right.s32Max : right.smax;
        if (leftMin > rightMax) {
            return Outcome.ALWAYS;
        }
        return leftMax <= rightMin ? Outcome.NEVER : Outcome.UNKNOWN;
    }

    /** What is known where {@code left condition right} holds. */
    public static Pair whereTrue(Width width, Condition condition, Scalar left, Scalar right) {
        return switch (condition) {
            case EQ -> whereEqual(width, left, right);
            case NE -> whereDifferent(width, left, right);
            case SET -> whereBitShared(width, left, right);
            case LE -> whereAtMost(width, left, right);
            case LT -> whereLess(width, left, right);
            case SLE -> whereAtMostSigned(width, left, right);
            case SLT -> whereLessSigned(width, left, right);
            case GE -> swap(whereAtMost(width, right, left));
            case GT -> swap(whereLess(width, right, left));
            case SGE -> swap(whereAtMostSigned(width, right, left));
            case SGT -> swap(whereLessSigned(width, right, left));
        };
    }

    /** What is known where it does not. */
    public static Pair whereFalse(Width width, Condition condition, Scalar left, Scalar right) {
        return switch (condition) {
            case EQ -> whereTrue(width, Condition.NE, left, right);
            case NE -> whereTrue(width, Condition.EQ, left, right);
            case SET -> whereNoBitShared(width, left, right);
            case LE -> whereTrue(width, Condition.GT, left, right);
            case LT -> whereTrue(width, Condition.GE, left, right);
            case SLE -> whereTrue(width, Condition.SGT, left, right);
            case SLT -> whereTrue(width, Condition.SGE, left, right);
            case GE -> whereTrue(width, Condition.LT, left, right);
            case GT -> whereTrue(width, Condition.LE, left, right);
            case SGE -> whereTrue(width, Condition.SLT, left, right);
            case SGT -> whereTrue(width, Condition.SLE, left, right);
        };
    }

    /**
     * What is known of a number where it compares with itself like this. The kernel refines one register through two
     * names then: of less than itself comes a range that is cut at both ends.
     */
    public static Scalar whereTrueOfItself(Width width, Condition condition, Scalar scalar) {
        return switch (condition) {
            case LT, GT -> lessThanItself(width, scalar);
            case SLT, SGT -> lessThanItselfSigned(width, scalar);
            case EQ, NE, SET, LE, GE, SLE, SGE -> finish(scalar.draft());
        };
    }

    /** What is known of a number where it does not. */
    public static Scalar whereFalseOfItself(Width width, Condition condition, Scalar scalar) {
        return switch (condition) {
            case LE, GE -> lessThanItself(width, scalar);
            case SLE, SGE -> lessThanItselfSigned(width, scalar);
            case EQ, NE, SET, LT, GT, SLT, SGT -> finish(scalar.draft());
        };
    }

    private static Scalar lessThanItself(Width width, Scalar scalar) {
        ScalarDraft draft = scalar.draft();
        if (width == Width.W32) {
            draft.u32Max = ScalarDraft.umin(draft.u32Max, draft.u32Max - 1);
            draft.u32Min = ScalarDraft.umax(draft.u32Min + 1, draft.u32Min);
        } else {
            draft.umax = ScalarDraft.umin(draft.umax, draft.umax - 1);
            draft.umin = ScalarDraft.umax(draft.umin + 1, draft.umin);
        }
        return finish(draft);
    }

    private static Scalar lessThanItselfSigned(Width width, Scalar scalar) {
        ScalarDraft draft = scalar.draft();
        if (width == Width.W32) {
            draft.s32Max = Math.min(draft.s32Max, draft.s32Max - 1);
            draft.s32Min = Math.max(draft.s32Min + 1, draft.s32Min);
        } else {
            draft.smax = Math.min(draft.smax, draft.smax - 1);
            draft.smin = Math.max(draft.smin + 1, draft.smin);
        }
        return finish(draft);
    }

    /** Once for each name. */
    private static Scalar finish(ScalarDraft draft) {
        return draft.synchronise().synchronise().build();
    }

    private static Pair swap(Pair pair) {
        return new Pair(pair.right, pair.left);
    }

    private static Pair finish(ScalarDraft left, ScalarDraft right) {
        return new Pair(left.synchronise().build(), right.synchronise().build());
    }

    private static Pair whereEqual(Width width, Scalar left, Scalar right) {
        ScalarDraft a = left.draft();
        ScalarDraft b = right.draft();
        if (width == Width.W32) {
            int umin = ScalarDraft.umax(a.u32Min, b.u32Min);
            int umax = ScalarDraft.umin(a.u32Max, b.u32Max);
            int smin = Math.max(a.s32Min, b.s32Min);
            int smax = Math.min(a.s32Max, b.s32Max);
            Tnum bits = a.tnum.subregister().intersect(b.tnum.subregister());
            a.unsigned32(umin, umax).signed32(smin, smax).tnum(a.tnum.withSubregister(bits));
            b.unsigned32(umin, umax).signed32(smin, smax).tnum(b.tnum.withSubregister(bits));
        } else {
            long umin = ScalarDraft.umax(a.umin, b.umin);
            long umax = ScalarDraft.umin(a.umax, b.umax);
            long smin = Math.max(a.smin, b.smin);
            long smax = Math.min(a.smax, b.smax);
            Tnum bits = a.tnum.intersect(b.tnum);
            a.unsigned(umin, umax).signed(smin, smax).tnum(bits);
            b.unsigned(umin, umax).signed(smin, smax).tnum(bits);
        }
        return finish(a, b);
    }

    /** A constant at the edge of the other's range moves that edge by one. */
    private static Pair whereDifferent(Width width, Scalar left, Scalar right) {
        ScalarDraft a = left.draft();
        ScalarDraft b = right.draft();
        if (isConstant(right, width)) {
            cutEdges(width, a, constant(right, width));
        } else if (isConstant(left, width)) {
            cutEdges(width, b, constant(left, width));
        }
        return finish(a, b);
    }

    private static void cutEdges(Width width, ScalarDraft draft, long value) {
        if (width == Width.W32) {
            int low = (int) value;
            draft.unsigned32(
                    draft.u32Min == low ? draft.u32Min + 1 : draft.u32Min,
                    draft.u32Max == low ? draft.u32Max - 1 : draft.u32Max);
            draft.signed32(
                    draft.s32Min == low ? draft.s32Min + 1 : draft.s32Min,
                    draft.s32Max == low ? draft.s32Max - 1 : draft.s32Max);
        } else {
            draft.unsigned(
                    draft.umin == value ? draft.umin + 1 : draft.umin,
                    draft.umax == value ? draft.umax - 1 : draft.umax);
            draft.signed(
                    draft.smin == value ? draft.smin + 1 : draft.smin,
                    draft.smax == value ? draft.smax - 1 : draft.smax);
        }
    }

    /** Which bit is shared is known only when there is but one to share. */
    private static Pair whereBitShared(Width width, Scalar left, Scalar right) {
        ScalarDraft a = left.draft();
        ScalarDraft b = right.draft();
        boolean rightIsMask = isConstant(right, width);
        if (rightIsMask || isConstant(left, width)) {
            long mask = constant(rightIsMask ? right : left, width);
            ScalarDraft changed = rightIsMask ? a : b;
            if (Long.bitCount(mask) == 1) {
                Tnum bit = Tnum.constant(mask);
                changed.tnum = width == Width.W32
                        ? changed.tnum.withSubregister(
                                changed.tnum.subregister().or(bit))
                        : changed.tnum.or(bit);
            }
        }
        return finish(a, b);
    }

    private static Pair whereNoBitShared(Width width, Scalar left, Scalar right) {
        ScalarDraft a = left.draft();
        ScalarDraft b = right.draft();
        boolean rightIsMask = isConstant(right, width);
        if (rightIsMask || isConstant(left, width)) {
            Tnum others = Tnum.constant(~constant(rightIsMask ? right : left, width));
            ScalarDraft changed = rightIsMask ? a : b;
            // The kernel lets the ranges go first: on a branch that is never taken they would contradict the bits.
            changed.forgetRanges();
            changed.tnum = width == Width.W32
                    ? changed.tnum.withSubregister(changed.tnum.subregister().and(others))
                    : changed.tnum.and(others);
        }
        return finish(a, b);
    }

    private static Pair whereAtMost(Width width, Scalar left, Scalar right) {
        ScalarDraft a = left.draft();
        ScalarDraft b = right.draft();
        if (width == Width.W32) {
            a.u32Max = ScalarDraft.umin(a.u32Max, b.u32Max);
            b.u32Min = ScalarDraft.umax(a.u32Min, b.u32Min);
        } else {
            a.umax = ScalarDraft.umin(a.umax, b.umax);
            b.umin = ScalarDraft.umax(a.umin, b.umin);
        }
        return finish(a, b);
    }

    private static Pair whereLess(Width width, Scalar left, Scalar right) {
        ScalarDraft a = left.draft();
        ScalarDraft b = right.draft();
        if (width == Width.W32) {
            a.u32Max = ScalarDraft.umin(a.u32Max, b.u32Max - 1);
            b.u32Min = ScalarDraft.umax(a.u32Min + 1, b.u32Min);
        } else {
            a.umax = ScalarDraft.umin(a.umax, b.umax - 1);
            b.umin = ScalarDraft.umax(a.umin + 1, b.umin);
        }
        return finish(a, b);
    }

    private static Pair whereAtMostSigned(Width width, Scalar left, Scalar right) {
        ScalarDraft a = left.draft();
        ScalarDraft b = right.draft();
        if (width == Width.W32) {
            a.s32Max = Math.min(a.s32Max, b.s32Max);
            b.s32Min = Math.max(a.s32Min, b.s32Min);
        } else {
            a.smax = Math.min(a.smax, b.smax);
            b.smin = Math.max(a.smin, b.smin);
        }
        return finish(a, b);
    }

    private static Pair whereLessSigned(Width width, Scalar left, Scalar right) {
        ScalarDraft a = left.draft();
        ScalarDraft b = right.draft();
        if (width == Width.W32) {
            a.s32Max = Math.min(a.s32Max, b.s32Max - 1);
            b.s32Min = Math.max(a.s32Min + 1, b.s32Min);
        } else {
            a.smax = Math.min(a.smax, b.smax - 1);
            b.smin = Math.max(a.smin + 1, b.smin);
        }
        return finish(a, b);
    }

    private static boolean isConstant(Scalar scalar, Width width) {
        return width == Width.W32 ? scalar.tnum.isSubregisterConstant() : scalar.tnum.isConstant();
    }

    private static long constant(Scalar scalar, Width width) {
        return width == Width.W32 ? scalar.tnum.subregister().value() : scalar.tnum.value();
    }
}
