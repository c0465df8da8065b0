package dev.skep.veristat;

import java.util.ArrayList;
import java.util.List;

/**
 * Statistics that came as a CSV file, of this program or of veristat.
 *
 * @param columns in the order of the file
 */
public record StatCsv(List<Stat> columns, List<StatRow> rows) {
    public StatCsv {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * Reads a CSV file.
     *
     * @param file its name, for messages
     * @param filters which programs to take, by their names
     * @throws MalformedCsvException when it is no such file
     */
    public static StatCsv read(String file, String text, RowFilters filters) {
        List<List<String>> lines = CsvLine.split(text);
        if (lines.isEmpty()) {
            throw new MalformedCsvException(file, 1, "nothing, expected the names of columns");
        }
        List<Stat> columns = new ArrayList<>();
        for (String name : lines.getFirst()) {
            try {
                columns.add(StatSpec.column(name).stat());
            } catch (IllegalArgumentException e) {
                throw new MalformedCsvException(file, 1, String.valueOf(e.getMessage()));
            }
        }
        if (!columns.contains(Stat.FILE_NAME) || !columns.contains(Stat.PROG_NAME)) {
            throw new MalformedCsvException(
                    file,
                    1,
                    "expected columns " + Stat.FILE_NAME.csvName() + " and " + Stat.PROG_NAME.csvName()
                            + " among them");
        }
        List<StatRow> rows = new ArrayList<>();
        for (int line = 1; line < lines.size(); line++) {
            StatRow row = row(file, line + 1, columns, lines.get(line));
            if (filters.shows(row.fileName(), row.progName())) {
                rows.add(row);
            }
        }
        return new StatCsv(columns, rows);
    }

    private static StatRow row(String file, int number, List<Stat> columns, List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new MalformedCsvException(
                    file, number, cells.size() + " cells, expected " + columns.size() + " as in the first line");
        }
        StatRow.Builder row = new StatRow.Builder();
        String fileName = "";
        String progName = "";
        for (int at = 0; at < cells.size(); at++) {
            Stat stat = columns.get(at);
            String cell = cells.get(at);
            switch (stat) {
                case FILE_NAME -> fileName = cell;
                case PROG_NAME -> progName = cell;
                default -> {
                    Long value = stat.value(cell);
                    if (value == null) {
                        throw new MalformedCsvException(
                                file,
                                number,
                                stat.csvName() + " is '" + cell + "', expected "
                                        + (stat == Stat.VERDICT ? "success or failure" : "one of its values"));
                    }
                    row.with(stat, value);
                }
            }
        }
        return row.build(fileName, progName);
    }
}
