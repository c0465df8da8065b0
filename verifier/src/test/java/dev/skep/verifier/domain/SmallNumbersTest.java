package dev.skep.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.isa.AluOperator;
import dev.skep.isa.Condition;
import dev.skep.isa.Width;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operator and every condition at both widths, on all small sets of numbers: tnums of three bits and intervals of
 * up to six numbers around the edges of ranges, and all tnums, unsigned and signed intervals of four bits. Whatever the
 * operators of {@code isa} give is in what is said of them.
 */
class SmallNumbersTest {
    /** Where ranges wrap or change their sign: 0, 2^31, 2^32, 2^63 and what lies opposite. */
    private static final long[] EDGES = {0, 1L << 31, 1L << 32, Long.MIN_VALUE, -(1L << 31)};

    private static final int REACH = 3;

    /** A set of numbers, and what the verifier knows of one of them. */
    private record Known(Scalar scalar, List<Long> numbers) {}

    private static final List<Known> SETS = sets();
    private static final List<Known> FOUR_BITS = fourBits();

    private static List<Known> fourBits() {
        List<Known> sets = new ArrayList<>();
        TnumTest.all(4).forEach(tnum -> sets.add(bits(tnum)));
        for (long from : new long[] {0, -8}) {
            for (long first = from; first < from + 16; first++) {
                for (long last = first; last < from + 16; last++) {
                    sets.add(interval(first, last));
                }
            }
        }
        return sets;
    }

    private static Known bits(Tnum tnum) {
        return new Known(Scalar.UNKNOWN.draft().tnum(tnum).synchronise().build(), TnumTest.numbers(tnum));
    }

    private static List<Known> sets() {
        List<Known> sets = new ArrayList<>();
        TnumTest.all(3).forEach(tnum -> sets.add(bits(tnum)));
        for (long edge : EDGES) {
            for (int from = -REACH; from < REACH; from++) {
                for (int to = from + 1; to < REACH; to++) {
                    sets.add(interval(edge + from, edge + to));
                }
            }
        }
        return sets;
    }

    /** As a signed range, unless that would wrap; then as an unsigned one. */
    private static Known interval(long first, long last) {
        ScalarDraft draft = Scalar.UNKNOWN.draft();
        Scalar scalar = (first <= last ? draft.signed(first, last) : draft.unsigned(first, last))
                .synchronise()
                .build();
        return new Known(
                scalar,
                LongStream.rangeClosed(0, last - first)
                        .map(step -> first + step)
                        .boxed()
                        .toList());
    }

    static Stream<Arguments> operators() {
        return Stream.of(AluOperator.values())
                .flatMap(operator -> Stream.of(Width.values()).map(width -> Arguments.of(operator, width)));
    }

    static Stream<Arguments> conditions() {
        return Stream.of(Condition.values())
                .flatMap(condition -> Stream.of(Width.values()).map(width -> Arguments.of(condition, width)));
    }

    @Test
    void theSetsAreWhatTheyAreMeantToBe() {
        assertThat(SETS).hasSize(27 + EDGES.length * 15);
        assertThat(FOUR_BITS).hasSize(81 + 2 * 136);
        for (List<Known> sets : List.of(SETS, FOUR_BITS)) {
            for (Known set : sets) {
                assertThat(set.scalar().violation()).isEmpty();
                assertThat(set.numbers()).allMatch(set.scalar()::contains);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operators")
    void resultsAreInside(AluOperator operator, Width width) {
        resultsAreInside(operator, width, SETS);
        resultsAreInside(operator, width, FOUR_BITS);
    }

    private static void resultsAreInside(AluOperator operator, Width width, List<Known> sets) {
        for (Known left : sets) {
            for (Known right : sets) {
                Scalar claimed = ScalarArithmetic.apply(width, operator, left.scalar(), right.scalar());
                for (long a : left.numbers()) {
                    for (long b : right.numbers()) {
                        long result = width == Width.W64
                                ? operator.apply64(a, b)
                                : Integer.toUnsignedLong(operator.apply32((int) a, (int) b));
                        if (!claimed.contains(result)) {
                            throw new AssertionError(left + " " + operator + " " + right + " = " + claimed + ", not "
                                    + Long.toHexString(result));
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void branchesKeepWhatTakesThem(Condition condition, Width width) {
        branchesKeepWhatTakesThem(condition, width, SETS);
        branchesKeepWhatTakesThem(condition, width, FOUR_BITS);
    }

    private static void branchesKeepWhatTakesThem(Condition condition, Width width, List<Known> sets) {
        for (Known left : sets) {
            for (Known right : sets) {
                Comparison.Outcome outcome = Comparison.outcome(width, condition, left.scalar(), right.scalar());
                Comparison.Pair taken = Comparison.whereTrue(width, condition, left.scalar(), right.scalar());
                Comparison.Pair passed = Comparison.whereFalse(width, condition, left.scalar(), right.scalar());
                for (long a : left.numbers()) {
                    for (long b : right.numbers()) {
                        boolean holds = holds(condition, width, a, b);
                        Comparison.Pair pair = holds ? taken : passed;
                        boolean refuted = outcome == (holds ? Comparison.Outcome.NEVER : Comparison.Outcome.ALWAYS);
                        if (refuted || !pair.left().contains(a) || !pair.right().contains(b)) {
                            throw new AssertionError(left + " " + condition + " " + right + ": " + outcome + ", " + pair
                                    + ", but " + Long.toHexString(a) + " and " + Long.toHexString(b));
                        }
                    }
                }
            }
        }
    }

    private static boolean holds(Condition condition, Width width, long a, long b) {
        return width == Width.W64 ? condition.test64(a, b) : condition.test32((int) a, (int) b);
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void branchesOnConstantsAreDecided(Condition condition, Width width) {
        for (Known left : SETS) {
            for (Known right : SETS) {
                long a = left.numbers().getFirst();
                long b = right.numbers().getLast();
                assertThat(Comparison.outcome(width, condition, Scalar.constant(a), Scalar.constant(b)))
                        .as("%x %s %x", a, condition, b)
                        .isEqualTo(
                                holds(condition, width, a, b) ? Comparison.Outcome.ALWAYS : Comparison.Outcome.NEVER);
            }
        }
    }

    @Test
    void castsAndSwapsKeepTheNumbers() {
        for (Known set : SETS) {
            for (long number : set.numbers()) {
                for (int bytes : new int[] {1, 2, 4}) {
                    int unused = 64 - bytes * 8;
                    assertThat(ScalarCast.truncate(set.scalar(), bytes).contains(number << unused >>> unused))
                            .as("(u%d) %s", bytes * 8, set)
                            .isTrue();
                    assertThat(ScalarCast.signExtend64(set.scalar(), bytes).contains(number << unused >> unused))
                            .as("(s%d) %s", bytes * 8, set)
                            .isTrue();
                }
                assertThat(ScalarCast.zeroExtend32(set.scalar()).contains(number & 0xffff_ffffL))
                        .isTrue();
                assertThat(ScalarArithmetic.negate(Width.W64, set.scalar()).contains(-number))
                        .isTrue();
                assertThat(ScalarArithmetic.negate(Width.W32, set.scalar()).contains(-number & 0xffff_ffffL))
                        .isTrue();
                assertThat(ScalarBytes.apply(set.scalar(), 64, ScalarBytes.Order.REVERSED)
                                .contains(Long.reverseBytes(number)))
                        .isTrue();
            }
        }
    }
}
