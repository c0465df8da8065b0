package dev.skep.veristat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What two measurements say about one program; at least one is there. A single measurement is a pair of itself.
 *
 * @param base before
 * @param comparison after
 */
record JoinedRow(@Nullable StatRow base, @Nullable StatRow comparison) {
    private static final Comparator<StatRow> BY_NAME =
            Comparator.comparing(StatRow::fileName).thenComparing(StatRow::progName);

    static JoinedRow of(StatRow row) {
        return new JoinedRow(row, row);
    }

    /** Joins two measurements by the names of their programs, in the order of these names. */
    static List<JoinedRow> join(List<StatRow> base, List<StatRow> comparison) {
        List<StatRow> left = base.stream().sorted(BY_NAME).toList();
        List<StatRow> right = comparison.stream().sorted(BY_NAME).toList();
        List<JoinedRow> joined = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < left.size() || j < right.size()) {
            int order = 0;
            if (i == left.size()) {
                order = 1;
            } else if (j == right.size()) {
                order = -1;
            } else {
                order = BY_NAME.compare(left.get(i), right.get(j));
            }
            joined.add(new JoinedRow(order <= 0 ? left.get(i) : null, order >= 0 ? right.get(j) : null));
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return joined;
    }

    private StatRow any() {
        return base != null ? base : Objects.requireNonNull(comparison);
    }

    String key(Stat stat) {
        return any().text(stat);
    }

    /** A number to sort and filter by; the lowest of all where a side is missing. Of a single row it is the row's. */
    @SuppressWarnings("ReferenceEquality") // a pair of itself, not of two that are equal
    double value(Stat stat, StatSpec.Variant variant) {
        StatRow single = base;
        if (single != null && single == comparison) {
            return single.number(stat);
        }
        return switch (variant) {
            case BASE -> base == null ? -Double.MAX_VALUE : base.number(stat);
            case NEW -> comparison == null ? -Double.MAX_VALUE : comparison.number(stat);
            case DIFFERENCE -> {
                if (base == null || comparison == null) {
                    yield -Double.MAX_VALUE;
                }
                long before = base.number(stat);
                long after = comparison.number(stat);
                yield stat.isNumber() ? after - before : before == after ? 1 : 0;
            }
            case PERCENT ->
                base == null || comparison == null
                        ? -Double.MAX_VALUE
                        : percent(base.number(stat), comparison.number(stat));
        };
    }

    private static double percent(long before, long after) {
        if (before == 0) {
            return Long.signum(after) * 100.0;
        }
        return (after - before) * 100.0 / before;
    }

    String baseText(Stat stat) {
        return base == null ? "N/A" : base.text(stat);
    }

    String comparisonText(Stat stat) {
        return comparison == null ? "N/A" : comparison.text(stat);
    }

    /** {@code MATCH} or {@code MISMATCH}, or for numbers {@code -627 (-2.91%)}. */
    String differenceText(Stat stat) {
        if (base == null || comparison == null) {
            return "N/A";
        }
        long before = base.number(stat);
        long after = comparison.number(stat);
        if (!stat.isNumber()) {
            return before == after ? "MATCH" : "MISMATCH";
        }
        return String.format(Locale.ROOT, "%+d (%+.2f%%)", after - before, percent(before, after));
    }
}
