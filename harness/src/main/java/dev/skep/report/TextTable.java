package dev.skep.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under headings, each column as wide as its widest cell.
 *
 * <pre>
 *   VERDICT   PACKETS  SHARE
 *   --------  -------  -----
 *   XDP_DROP       36   22 %
 * </pre>
 */
public final class TextTable {
    private static final String GAP = "  ";

    /** A column's heading and the side on which its cells stand. */
    private record Column(String heading, Side side) {}

    private enum Side {
        LEFT,
        RIGHT
    }

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a column for words. */
    public TextTable words(String heading) {
        columns.add(new Column(heading, Side.LEFT));
        return this;
    }

    /** Adds a column for numbers. */
    public TextTable numbers(String heading) {
        columns.add(new Column(heading, Side.RIGHT));
        return this;
    }

    /** Adds a row with one cell for each column. */
    public TextTable row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell.toString());
        }
        rows.add(row);
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The table, each line indented and ended by a line feed. */
    public String render(String indent) {
        int[] widths = new int[columns.size()];
        for (int c = 0; c < widths.length; c++) {
            widths[c] = columns.get(c).heading().length();
            for (List<String> row : rows) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        StringBuilder text = new StringBuilder();
        line(text, indent, widths, columns.stream().map(Column::heading).toList());
        List<String> rules = new ArrayList<>();
        for (int width : widths) {
            rules.add("-".repeat(width));
        }
        line(text, indent, widths, rules);
        rows.forEach(row -> line(text, indent, widths, row));
        return text.toString();
    }

    private void line(StringBuilder text, String indent, int[] widths, List<String> cells) {
        int start = text.length();
        text.append(indent);
        for (int c = 0; c < widths.length; c++) {
            String padding = " ".repeat(widths[c] - cells.get(c).length());
            boolean right = columns.get(c).side() == Side.RIGHT;
            text.append(c == 0 ? "" : GAP)
                    .append(right ? padding : "")
                    .append(cells.get(c))
                    .append(right ? "" : padding);
        }
        int end = text.length();
        while (end > start && text.charAt(end - 1) == ' ') {
            end--;
        }
        text.setLength(end);
        text.append('\n');
    }
}
