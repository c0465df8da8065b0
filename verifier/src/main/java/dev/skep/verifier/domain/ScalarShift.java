package dev.skep.verifier.domain;

import dev.skep.isa.AluOperator;
import dev.skep.isa.Width;

/** The shifts by a constant. */
final class ScalarShift {
    private ScalarShift() {}

    static void apply(AluOperator operator, Width width, ScalarDraft draft, int bits) {
        boolean narrow = width == Width.W32;
        switch (operator) {
            case LSH -> {
                if (narrow) {
                    left32(draft, bits);
                } else {
                    left64(draft, bits);
                }
            }
            case RSH -> {
                if (narrow) {
                    right32(draft, bits);
                } else {
                    right64(draft, bits);
                }
            }
            case ARSH -> {
                if (narrow) {
                    rightSigned32(draft, bits);
                } else {
                    rightSigned64(draft, bits);
                }
            }
            default -> throw new IllegalArgumentException(operator + " is no shift");
        }
    }

    private static void left32(ScalarDraft draft, int bits) {
        Tnum low = draft.tnum.subregister();
        leftRange32(draft, bits);
        draft.tnum = low.shiftLeft(bits).subregister();
        draft.forget64();
        draft.learn32FromBits();
    }

    private static void leftRange32(ScalarDraft draft, int bits) {
        draft.signed32(Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (bits > 31 || Integer.toUnsignedLong(draft.u32Max) > 1L << (31 - bits)) {
            draft.unsigned32(0, -1);
        } else {
            draft.unsigned32(draft.u32Min << bits, draft.u32Max << bits);
        }
    }

    private static void left64(ScalarDraft draft, int bits) {
        // "<<= 32, s>>= 32" is how compilers sign-extend: the one shift of which the signed range is kept.
        long smax = bits == 32 ? (long) draft.s32Max << 32 : Long.MAX_VALUE;
        long smin = bits == 32 ? (long) draft.s32Min << 32 : Long.MIN_VALUE;
        draft.signed(smin, smax);
        if (Long.compareUnsigned(draft.umax, 1L << (63 - bits)) > 0) {
            draft.unsigned(0, -1);
        } else {
            draft.unsigned(draft.umin << bits, draft.umax << bits);
        }
        leftRange32(draft, bits);
        draft.tnum = draft.tnum.shiftLeft(bits);
        draft.learnFromBits();
    }

    private static void right32(ScalarDraft draft, int bits) {
        draft.signed32(Integer.MIN_VALUE, Integer.MAX_VALUE);
        draft.tnum = draft.tnum.subregister().shiftRight(bits);
        draft.unsigned32(draft.u32Min >>> bits, draft.u32Max >>> bits);
        draft.forget64();
        draft.learn32FromBits();
    }

    private static void right64(ScalarDraft draft, int bits) {
        draft.signed(Long.MIN_VALUE, Long.MAX_VALUE);
        draft.tnum = draft.tnum.shiftRight(bits);
        draft.unsigned(draft.umin >>> bits, draft.umax >>> bits);
        draft.forget32();
        draft.learnFromBits();
    }

    private static void rightSigned32(ScalarDraft draft, int bits) {
        draft.signed32(draft.s32Min >> bits, draft.s32Max >> bits);
        draft.tnum = draft.tnum.shiftRightSigned32(bits);
        draft.unsigned32(0, -1);
        draft.forget64();
        draft.learn32FromBits();
    }

    private static void rightSigned64(ScalarDraft draft, int bits) {
        draft.signed(draft.smin >> bits, draft.smax >> bits);
        draft.tnum = draft.tnum.shiftRightSigned64(bits);
        draft.unsigned(0, -1);
        draft.forget32();
        draft.learnFromBits();
    }
}
