package dev.skep.verifier.domain;

import dev.skep.isa.AluOperator;

/** {@code &=}, {@code |=} and {@code ^=}: the bits say nearly all, the ranges of the operands a little more. */
final class ScalarBitwise {
    private ScalarBitwise() {}

    static void apply(AluOperator operator, ScalarDraft draft, Scalar source) {
        draft.tnum = switch (operator) {
            case AND -> draft.tnum.and(source.tnum);
            case OR -> draft.tnum.or(source.tnum);
            case XOR -> draft.tnum.xor(source.tnum);
            default -> throw new IllegalArgumentException(operator + " is no bitwise operator");
        };
        // Both operands are asked after the new bits are set, as the kernel does it.
        if (draft.tnum.isSubregisterConstant() && source.tnum.isSubregisterConstant()) {
            draft.know32(draft.tnum.subregister().value());
        } else {
            apply32(operator, draft, source);
        }
        if (draft.tnum.isConstant() && source.tnum.isConstant()) {
            draft.know(draft.tnum.value());
        } else {
            apply64(operator, draft, source);
            draft.learnFromBits();
        }
    }

    private static void apply32(AluOperator operator, ScalarDraft draft, Scalar source) {
        int value = (int) draft.tnum.value();
        int max = (int) draft.tnum.max();
        if (operator == AluOperator.AND) {
            draft.unsigned32(value, ScalarDraft.umin(draft.u32Max, source.u32Max));
        } else if (operator == AluOperator.OR) {
            draft.unsigned32(ScalarDraft.umax(draft.u32Min, source.u32Min), max);
        } else {
            draft.unsigned32(value, max);
        }
        if (draft.u32Min <= draft.u32Max) {
            draft.signed32(draft.u32Min, draft.u32Max);
        } else {
            draft.signed32(Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
    }

    private static void apply64(AluOperator operator, ScalarDraft draft, Scalar source) {
        long value = draft.tnum.value();
        long max = draft.tnum.max();
        if (operator == AluOperator.AND) {
            draft.unsigned(value, ScalarDraft.umin(draft.umax, source.umax));
        } else if (operator == AluOperator.OR) {
            draft.unsigned(ScalarDraft.umax(draft.umin, source.umin), max);
        } else {
            draft.unsigned(value, max);
        }
        if (draft.umin <= draft.umax) {
            draft.signed(draft.umin, draft.umax);
        } else {
            draft.signed(Long.MIN_VALUE, Long.MAX_VALUE);
        }
    }
}
