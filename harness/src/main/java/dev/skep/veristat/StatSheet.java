package dev.skep.veristat;

import dev.skep.report.TextTable;
import dev.skep.report.ValueText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows under their columns.
 *
 * @param columns what to show
 * @param order by what to sort
 * @param filters which rows to show, by their numbers
 */
public record StatSheet(List<StatSpec> columns, List<StatSpec> order, RowFilters filters) {
    private static final List<String> SIDES = List.of(" (A)", " (B)", " (DIFF)");
    private static final List<String> CSV_SIDES = List.of("_base", "_comp", "_diff");

    private List<JoinedRow> picked(List<JoinedRow> rows) {
        return rows.stream()
                .filter(filters::shows)
                .sorted(StatSpec.comparator(order))
                .toList();
    }

    /** The rows that are shown, in their order. */
    public List<StatRow> rows(List<StatRow> rows) {
        List<StatRow> shown = new ArrayList<>();
        for (JoinedRow row : picked(rows.stream().map(JoinedRow::of).toList())) {
            StatRow comparison = row.comparison();
            if (comparison != null) {
                shown.add(comparison);
            }
        }
        return shown;
    }

    /** A table with a rule below it. */
    public String table(List<StatRow> rows) {
        TextTable table = new TextTable();
        for (StatSpec column : columns) {
            if (column.stat().isNumber()) {
                table.numbers(column.stat().heading());
            } else {
                table.words(column.stat().heading());
            }
        }
        for (StatRow row : rows(rows)) {
            table.row(columns.stream()
                    .map(column -> ValueText.printable(row.text(column.stat())))
                    .toArray());
        }
        return table.ruled().render("");
    }

    /** Comma-separated values under the names of the columns. */
    public String csv(List<StatRow> rows) {
        StringBuilder text = new StringBuilder();
        CsvLine.append(
                text, columns.stream().map(column -> column.stat().csvName()).toList());
        for (StatRow row : rows(rows)) {
            CsvLine.append(
                    text,
                    columns.stream().map(column -> row.text(column.stat())).toList());
        }
        return text.toString();
    }

    /** A table that sets two measurements side by side: before, after, and what is between them. */
    public String comparisonTable(List<StatRow> base, List<StatRow> comparison) {
        TextTable table = new TextTable();
        for (StatSpec column : columns) {
            if (column.stat().isKey()) {
                table.words(column.stat().heading());
                continue;
            }
            for (String side : SIDES) {
                if (column.stat().isNumber()) {
                    table.numbers(column.stat().heading(), side);
                } else {
                    table.words(column.stat().heading(), side);
                }
            }
        }
        for (List<String> cells : comparisonCells(base, comparison)) {
            table.row(cells.stream().map(ValueText::printable).toArray());
        }
        return table.render("");
    }

    /** The same as comma-separated values. */
    public String comparisonCsv(List<StatRow> base, List<StatRow> comparison) {
        StringBuilder text = new StringBuilder();
        List<String> headings = new ArrayList<>();
        for (StatSpec column : columns) {
            if (column.stat().isKey()) {
                headings.add(column.stat().csvName());
            } else {
                CSV_SIDES.forEach(side -> headings.add(column.stat().csvName() + side));
            }
        }
        CsvLine.append(text, headings);
        comparisonCells(base, comparison).forEach(cells -> CsvLine.append(text, cells));
        return text.toString();
    }

    private List<List<String>> comparisonCells(List<StatRow> base, List<StatRow> comparison) {
        return picked(JoinedRow.join(base, comparison)).stream()
                .map(row -> columns.stream()
                        .map(StatSpec::stat)
                        .map(stat -> stat.isKey()
                                ? List.of(row.key(stat))
                                : List.of(row.baseText(stat), row.comparisonText(stat), row.differenceText(stat)))
                        .flatMap(List::stream)
                        .collect(Collectors.toList()))
                .toList();
    }
}
