package dev.skep.veristat;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What picks rows: by names, or by a number. */
sealed interface RowFilter {
    double EPSILON = 1e-9;

    /** Longer operators before those that they begin or end with. */
    List<Operator> OPERATORS = List.of(
            new Operator("==", Relation.EQUAL),
            new Operator("!=", Relation.DIFFERENT),
            new Operator("<>", Relation.DIFFERENT),
            new Operator("<=", Relation.LESS_OR_EQUAL),
            new Operator("<", Relation.LESS),
            new Operator(">=", Relation.GREATER_OR_EQUAL),
            new Operator(">", Relation.GREATER),
            new Operator("=", Relation.EQUAL));

    /** How an operator is written. */
    record Operator(String text, Relation relation) {}

    /** How a value must stand to another. */
    enum Relation {
        EQUAL,
        DIFFERENT,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        boolean holds(double value, double limit) {
            return switch (this) {
                case EQUAL -> Math.abs(value - limit) < EPSILON;
                case DIFFERENT -> Math.abs(value - limit) >= EPSILON;
                case LESS -> value < limit - EPSILON;
                case LESS_OR_EQUAL -> value <= limit + EPSILON;
                case GREATER -> value > limit + EPSILON;
                case GREATER_OR_EQUAL -> value >= limit - EPSILON;
            };
        }
    }

    /**
     * By names; {@code *} stands for any text.
     *
     * @param any one of both names must be like it
     */
    record ByName(
            @Nullable String any,
            @Nullable String file,
            @Nullable String program) implements RowFilter {
        boolean matches(String fileName, String progName) {
            if (any != null) {
                return Glob.matches(any, fileName) || Glob.matches(any, progName);
            }
            return (file == null || Glob.matches(file, fileName))
                    && (program == null || Glob.matches(program, progName));
        }

        /** Whether the file may hold a program that is meant. */
        boolean mayMatch(String fileName) {
            return file == null || Glob.matches(file, fileName);
        }

        /** Whether no program of the file can be anything but meant. */
        boolean matchesWhole(String fileName) {
            if (any != null) {
                return Glob.matches(any, fileName);
            }
            return program == null && file != null && Glob.matches(file, fileName);
        }
    }

    /** By a number. */
    record ByNumber(StatSpec column, Relation relation, long limit) implements RowFilter {
        boolean matches(JoinedRow row) {
            return relation.holds(column.signed(row.value(column.stat(), column.variant())), (double) limit);
        }
    }

    /**
     * Reads {@code GLOB}, {@code FILE_GLOB/PROGRAM_GLOB} with one of both left out, or {@code STAT OPERATOR NUMBER}.
     *
     * @throws IllegalArgumentException when it is none of these
     */
    static RowFilter parse(String text) {
        for (Operator operator : OPERATORS) {
            int at = text.indexOf(operator.text());
            if (at >= 0) {
                StatSpec column = StatSpec.column(text.substring(0, at).strip());
                if (column.stat().isKey()) {
                    throw new IllegalArgumentException("'" + text + "': expected a stat that is a number");
                }
                String value = text.substring(at + operator.text().length()).strip();
                return new ByNumber(column, operator.relation(), number(text, column.stat(), value));
            }
        }
        int slash = text.indexOf('/');
        if (text.isEmpty() || text.equals("/")) {
            throw new IllegalArgumentException("invalid filter: '" + text + "'");
        }
        if (slash < 0) {
            return new ByName(text, null, null);
        }
        String file = text.substring(0, slash);
        String program = text.substring(slash + 1);
        return new ByName(null, file.isEmpty() ? null : file, program.isEmpty() ? null : program);
    }

    private static long number(String filter, Stat stat, String text) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "t", "success", "succ", "s", "match", "m" -> {
                return 1;
            }
            case "false", "f", "failure", "fail", "mismatch", "mis" -> {
                return 0;
            }
            default -> {}
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            Long named = stat.value(text);
            if (named != null) {
                return named;
            }
            throw new IllegalArgumentException("invalid integer value in '" + filter + "'", e);
        }
    }
}
