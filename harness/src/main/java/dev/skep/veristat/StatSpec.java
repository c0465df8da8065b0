package dev.skep.veristat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A column to show, or to sort by.
 *
 * @param variant which value of it, where two rows are compared
 * @param order of the rows
 * @param magnitude whether the sign counts
 */
public record StatSpec(Stat stat, Variant variant, Order order, Magnitude magnitude) {
    /** Rows of a table without {@code -e}. */
    public static final List<StatSpec> TABLE_COLUMNS = Stream.of(
                    Stat.FILE_NAME,
                    Stat.PROG_NAME,
                    Stat.VERDICT,
                    Stat.DURATION,
                    Stat.TOTAL_INSNS,
                    Stat.TOTAL_STATES,
                    Stat.SIZE,
                    Stat.JITED_SIZE)
            .map(StatSpec::of)
            .toList();

    /** Columns of a CSV file without {@code -e}: all. */
    public static final List<StatSpec> CSV_COLUMNS =
            Stream.of(Stat.values()).map(StatSpec::of).toList();

    /** The order of rows without {@code -s}. */
    public static final List<StatSpec> BY_NAME = List.of(of(Stat.FILE_NAME), of(Stat.PROG_NAME));

    /** Which value of a column, where a row has two. */
    public enum Variant {
        BASE("_a"),
        NEW("_b"),
        DIFFERENCE("_diff"),
        PERCENT("_pct");

        private final String suffix;

        Variant(String suffix) {
            this.suffix = suffix;
        }
    }

    /** The order of rows. */
    public enum Order {
        RISING,
        FALLING
    }

    /** Whether the sign of a value counts. */
    public enum Magnitude {
        SIGNED,
        ABSOLUTE
    }

    private static StatSpec of(Stat stat) {
        return new StatSpec(stat, Variant.NEW, stat.risesUnasked() ? Order.RISING : Order.FALLING, Magnitude.SIGNED);
    }

    /**
     * Reads columns with commas between them: {@code insns}, {@code insns^} or {@code insns:asc} for rising order,
     * {@code insns.} or {@code insns:desc} for falling order, {@code |insns_diff|} without the sign.
     *
     * @throws IllegalArgumentException when there is no such column
     */
    public static List<StatSpec> parse(String text) {
        List<StatSpec> specs = new ArrayList<>();
        for (String word : text.split(",", -1)) {
            if (!word.isBlank()) {
                specs.add(ordered(word.strip()));
            }
        }
        if (specs.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "': expected names of columns with commas between them");
        }
        return specs;
    }

    private static StatSpec ordered(String word) {
        if (word.endsWith(":asc")) {
            return column(word.substring(0, word.length() - 4)).withOrder(Order.RISING);
        }
        if (word.endsWith(":desc")) {
            return column(word.substring(0, word.length() - 5)).withOrder(Order.FALLING);
        }
        String name = word.substring(0, word.length() - 1);
        return switch (word.charAt(word.length() - 1)) {
            case '^' -> column(name).withOrder(Order.RISING);
            case 'v', 'V', '.', '!', '_' -> column(name).withOrder(Order.FALLING);
            default -> column(word);
        };
    }

    private StatSpec withOrder(Order value) {
        return new StatSpec(stat, variant, value, magnitude);
    }

    /** Reads one column without an order. */
    static StatSpec column(String word) {
        boolean absolute = word.length() > 2 && word.startsWith("|") && word.endsWith("|");
        String name = absolute ? word.substring(1, word.length() - 1) : word;
        for (Stat stat : Stat.values()) {
            for (String known : stat.names()) {
                if (known.equals(name)) {
                    return of(stat).as(Variant.NEW, absolute);
                }
                for (Variant variant : Variant.values()) {
                    if (name.equals(known + variant.suffix)) {
                        return of(stat).as(variant, absolute);
                    }
                }
            }
        }
        throw new IllegalArgumentException("unrecognized stat name '" + word + "', expected one of "
                + String.join(", ", Stream.of(Stat.values()).map(Stat::csvName).toList()));
    }

    private StatSpec as(Variant value, boolean absolute) {
        return new StatSpec(stat, value, order, absolute ? Magnitude.ABSOLUTE : Magnitude.SIGNED);
    }

    double signed(double value) {
        return magnitude == Magnitude.ABSOLUTE ? Math.abs(value) : value;
    }

    private Comparator<JoinedRow> comparator() {
        Comparator<JoinedRow> rising = stat.isKey()
                ? Comparator.comparing(row -> row.key(stat))
                : Comparator.comparingDouble(row -> signed(row.value(stat, variant)));
        return order == Order.RISING ? rising : rising.reversed();
    }

    /** The order that these columns give to rows; what is equal in all of them is ordered by its names. */
    static Comparator<JoinedRow> comparator(List<StatSpec> specs) {
        Comparator<JoinedRow> names = Comparator.comparing((JoinedRow row) -> row.key(Stat.FILE_NAME))
                .thenComparing(row -> row.key(Stat.PROG_NAME));
        return specs.stream()
                .map(StatSpec::comparator)
                .reduce(Comparator::thenComparing)
                .map(order -> order.thenComparing(names))
                .orElse(names);
    }
}
