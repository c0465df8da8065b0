package dev.skep.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.isa.AluOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation on every pair of tnums of four bits, in all 64 bits of the result. */
class TnumTest {
    private static final int BITS = 4;
    private static final int PAIRS = 81 * 81;

    /** Every tnum of so many bits: each bit is 0, 1 or unknown. */
    static List<Tnum> all(int bits) {
        List<Tnum> all = new ArrayList<>();
        for (int mask = 0; mask < 1 << bits; mask++) {
            for (int value = 0; value < 1 << bits; value++) {
                if ((value & mask) == 0) {
                    all.add(new Tnum(value, mask));
                }
            }
        }
        return all;
    }

    /** The numbers that a tnum of few bits stands for. */
    static List<Long> numbers(Tnum tnum) {
        List<Long> numbers = new ArrayList<>();
        for (long part = tnum.mask(); ; part = (part - 1) & tnum.mask()) {
            numbers.add(tnum.value() | part);
            if (part == 0) {
                return numbers;
            }
        }
    }

    /** The operation on tnums, if there is one; an operator that is new has to say so here. */
    private static @Nullable Tnum apply(AluOperator operator, Tnum left, Tnum right) {
        return switch (operator) {
            case ADD -> left.plus(right);
            case SUB -> left.minus(right);
            case MUL -> left.times(right);
            case AND -> left.and(right);
            case OR -> left.or(right);
            case XOR -> left.xor(right);
            case LSH -> right.isConstant() ? left.shiftLeft((int) right.value()) : null;
            case RSH -> right.isConstant() ? left.shiftRight((int) right.value()) : null;
            case ARSH -> right.isConstant() ? left.shiftRightSigned64((int) right.value()) : null;
            case DIV, SDIV, MOD, SMOD -> null;
        };
    }

    /** Whether no tnum says more about the results. Of products none is known that says all there is to say. */
    private static boolean isExact(AluOperator operator) {
        return switch (operator) {
            case ADD, SUB, AND, OR, XOR, LSH, RSH, ARSH -> true;
            case MUL, DIV, SDIV, MOD, SMOD -> false;
        };
    }

    @ParameterizedTest
    @EnumSource(AluOperator.class)
    void resultsAreInsideAndNothingIsGivenAway(AluOperator operator) {
        int tried = 0;
        for (Tnum left : all(BITS)) {
            for (Tnum right : all(BITS)) {
                Tnum claimed = apply(operator, left, right);
                if (claimed == null) {
                    continue;
                }
                tried++;
                Tnum best = best(operator, left, right);
                assertThat(claimed.contains(best))
                        .as("%s %s %s = %s, not %s", left, operator, right, claimed, best)
                        .isTrue();
                if (isExact(operator)) {
                    assertThat(claimed).as("%s %s %s", left, operator, right).isEqualTo(best);
                }
            }
        }
        boolean shifts = operator == AluOperator.LSH || operator == AluOperator.RSH || operator == AluOperator.ARSH;
        boolean divides = apply(operator, Tnum.ZERO, Tnum.ZERO) == null;
        assertThat(tried).isEqualTo(divides ? 0 : shifts ? 81 * 16 : PAIRS);
    }

    /** What all results have in common. */
    private static Tnum best(AluOperator operator, Tnum left, Tnum right) {
        Tnum best = null;
        for (long a : numbers(left)) {
            for (long b : numbers(right)) {
                Tnum result = Tnum.constant(operator.apply64(a, b));
                best = best == null ? result : best.union(result);
            }
        }
        return Objects.requireNonNull(best);
    }

    /** The best product knows at most a quarter of a bit more, on the average over all tnums of three bits. */
    @Test
    void productsLoseLittle() {
        int lost = 0;
        for (Tnum left : all(3)) {
            for (Tnum right : all(3)) {
                Tnum claimed = left.times(right);
                lost += Long.bitCount(
                        claimed.mask() & ~best(AluOperator.MUL, left, right).mask());
            }
        }
        assertThat(lost).isLessThan(27 * 27 / 4);
    }

    @Test
    void unionAndIntersectionAreThoseOfTheSets() {
        for (Tnum one : all(BITS)) {
            for (Tnum other : all(BITS)) {
                List<Long> shared = new ArrayList<>(numbers(one));
                shared.retainAll(numbers(other));
                assertThat(one.overlaps(other)).isEqualTo(!shared.isEmpty());
                assertThat(one.contains(other)).isEqualTo(numbers(one).containsAll(numbers(other)));
                if (!shared.isEmpty()) {
                    assertThat(numbers(one.intersect(other))).containsExactlyInAnyOrderElementsOf(shared);
                }
                assertThat(numbers(one.union(other))).containsAll(numbers(one)).containsAll(numbers(other));
            }
        }
    }

    @Test
    void rangesAreCoveredByTheShortestPrefix() {
        for (long min = 0; min < 64; min++) {
            for (long max = min; max < 64; max++) {
                Tnum range = Tnum.range(min, max);
                int unknownBits = 64 - Long.numberOfLeadingZeros(min ^ max);
                assertThat(range).isEqualTo(new Tnum(min >> unknownBits << unknownBits, (1L << unknownBits) - 1));
            }
        }
    }

    @Test
    void afterIsTheNextNumberOfAllSmallTnums() {
        int bits = 6;
        int checked = 0;
        for (int both = 0; both < 1 << 2 * bits; both++) {
            Tnum tnum = new Tnum(both >> bits, both & ((1 << bits) - 1));
            if ((tnum.value() & tnum.mask()) != 0) {
                continue;
            }
            for (int number = 0; number < 1 << bits; number++) {
                long expected = tnum.max();
                for (long greater = (1L << bits) - 1; greater > number; greater--) {
                    if (tnum.contains(greater)) {
                        expected = greater;
                    }
                }
                assertThat(tnum.after(number)).as("%s after %d", tnum, number).isEqualTo(expected);
                checked++;
            }
        }
        assertThat(checked).as("each bit is 0, 1 or unknown").isEqualTo(729 * 64);
    }

    @Test
    void afterGoesOverTheHighestBit() {
        Tnum tnum = new Tnum(1, Long.MIN_VALUE | 2);
        assertThat(tnum.after(3)).isEqualTo(Long.MIN_VALUE | 1);
        assertThat(tnum.after(Long.MIN_VALUE | 1)).isEqualTo(Long.MIN_VALUE | 3);
        assertThat(tnum.after(-1)).isEqualTo(Long.MIN_VALUE | 3);
    }
}
