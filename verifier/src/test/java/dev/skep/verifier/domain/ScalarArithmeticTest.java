package dev.skep.verifier.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.isa.AluOperator;
import dev.skep.isa.Condition;
import dev.skep.isa.Width;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is said about the result of an operation holds for the result. */
class ScalarArithmeticTest {
    private static Scalar between(long first, long second) {
        long min = Math.min(first, second);
        long max = Math.max(first, second);
        return Scalar.UNKNOWN.draft().signed(min, max).synchronise().build();
    }

    @Property
    void rangesHoldTheResult(
            @ForAll AluOperator operator,
            @ForAll Width width,
            @ForAll long left,
            @ForAll long leftOther,
            @ForAll long right,
            @ForAll long rightOther) {
        boolean shifts = operator == AluOperator.LSH || operator == AluOperator.RSH || operator == AluOperator.ARSH;
        long count = Math.floorMod(right, width == Width.W64 ? 64 : 32);
        Scalar a = between(left, leftOther);
        Scalar b = shifts ? Scalar.constant(count) : between(right, rightOther);
        long concrete = shifts ? count : right;
        long result = width == Width.W64
                ? operator.apply64(left, concrete)
                : Integer.toUnsignedLong(operator.apply32((int) left, (int) concrete));
        Scalar claimed = ScalarArithmetic.apply(width, operator, a, b);
        assertTrue(claimed.contains(result), () -> operator + " " + a + " " + b + " = " + claimed + ", not " + result);
    }

    @Property
    void constantsGiveConstants(@ForAll Width width, @ForAll long left, @ForAll long right) {
        for (AluOperator operator : List.of(
                AluOperator.ADD, AluOperator.SUB, AluOperator.MUL, AluOperator.AND, AluOperator.OR, AluOperator.XOR)) {
            long result = width == Width.W64
                    ? operator.apply64(left, right)
                    : Integer.toUnsignedLong(operator.apply32((int) left, (int) right));
            assertEquals(
                    Scalar.constant(result),
                    ScalarArithmetic.apply(width, operator, Scalar.constant(left), Scalar.constant(right)),
                    () -> left + " " + operator + " " + right);
        }
    }

    @Property
    void branchesKeepWhatTakesThem(
            @ForAll Condition condition,
            @ForAll Width width,
            @ForAll long left,
            @ForAll long leftOther,
            @ForAll long right,
            @ForAll long rightOther) {
        Scalar a = between(left, leftOther);
        Scalar b = between(right, rightOther);
        boolean holds = width == Width.W64 ? condition.test64(left, right) : condition.test32((int) left, (int) right);
        Comparison.Outcome outcome = Comparison.outcome(width, condition, a, b);
        assertTrue(outcome != (holds ? Comparison.Outcome.NEVER : Comparison.Outcome.ALWAYS));
        Comparison.Pair pair =
                holds ? Comparison.whereTrue(width, condition, a, b) : Comparison.whereFalse(width, condition, a, b);
        assertTrue(pair.left().contains(left), () -> condition + " " + a + " " + b + " left " + pair.left());
        assertTrue(pair.right().contains(right), () -> condition + " " + a + " " + b + " right " + pair.right());
    }
}
