package dev.skep.veristat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All filters of a command: a row is shown unless one denies it, and if one allows it or none of its kind allows. */
public final class RowFilters {
    private final List<RowFilter> allowed = new ArrayList<>();
    private final List<RowFilter> denied = new ArrayList<>();

    /**
     * Reads the filters of a command line.
     *
     * @param texts {@code FILTER}, {@code !FILTER} to deny, or {@code @FILE} with one of these a line, where {@code #}
     *     begins a comment
     * @throws IllegalArgumentException when one of them is none
     */
    public static RowFilters parse(List<String> texts) throws IOException {
        RowFilters filters = new RowFilters();
        for (String text : texts) {
            if (!text.startsWith("@")) {
                filters.add(text);
                continue;
            }
            for (String line : Files.readAllLines(Path.of(text.substring(1)), StandardCharsets.UTF_8)) {
                String filter = line.strip();
                if (!filter.isEmpty() && !filter.startsWith("#")) {
                    filters.add(filter);
                }
            }
        }
        return filters;
    }

    private void add(String text) {
        if (text.startsWith("!")) {
            denied.add(RowFilter.parse(text.substring(1)));
        } else {
            allowed.add(RowFilter.parse(text));
        }
    }

    /** Whether it is worth to open the file. */
    public boolean mayShow(String fileName) {
        return names(denied).stream().noneMatch(filter -> filter.matchesWhole(fileName))
                && (names(allowed).isEmpty() || names(allowed).stream().anyMatch(filter -> filter.mayMatch(fileName)));
    }

    /** Whether the program is one that is meant by its names. */
    public boolean shows(String fileName, String progName) {
        return names(denied).stream().noneMatch(filter -> filter.matches(fileName, progName))
                && (names(allowed).isEmpty()
                        || names(allowed).stream().anyMatch(filter -> filter.matches(fileName, progName)));
    }

    /** Whether the row is one that is meant by its numbers. */
    boolean shows(JoinedRow row) {
        return numbers(denied).stream().noneMatch(filter -> filter.matches(row))
                && (numbers(allowed).isEmpty() || numbers(allowed).stream().anyMatch(filter -> filter.matches(row)));
    }

    private static List<RowFilter.ByName> names(List<RowFilter> filters) {
        return filters.stream()
                .filter(RowFilter.ByName.class::isInstance)
                .map(RowFilter.ByName.class::cast)
                .toList();
    }

    private static List<RowFilter.ByNumber> numbers(List<RowFilter> filters) {
        return filters.stream()
                .filter(RowFilter.ByNumber.class::isInstance)
                .map(RowFilter.ByNumber.class::cast)
                .toList();
    }
}
