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

    /**
     * A column's heading and the side on which its cells stand.
     *
     * @param suffix of the heading; stands at the right end of the column
     */
    private record Column(String heading, String suffix, Side side) {
        String heading(int width) {
            return suffix.isEmpty()
                    ? heading
                    : heading + " ".repeat(width - heading.length() - suffix.length()) + suffix;
        }
    }

    private enum Side {
        LEFT,
        RIGHT
    }

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();
    private boolean ruled;

    /** Adds a column for words. */
    public TextTable words(String heading) {
        return words(heading, "");
    }

    /** Adds a column for words, whose heading ends at its right side. */
    public TextTable words(String heading, String suffix) {
        columns.add(new Column(heading, suffix, Side.LEFT));
        return this;
    }

    /** Adds a column for numbers. */
    public TextTable numbers(String heading) {
        return numbers(heading, "");
    }

    /** Adds a column for numbers, whose heading begins at its left side and ends at its right side. */
    public TextTable numbers(String heading, String suffix) {
        columns.add(new Column(heading, suffix, Side.RIGHT));
        return this;
    }

    /** Puts a rule below the last row, too. */
    public TextTable ruled() {
        ruled = true;
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
            Column column = columns.get(c);
            widths[c] = column.heading().length() + column.suffix().length();
            for (List<String> row : rows) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        StringBuilder text = new StringBuilder();
        List<String> headings = new ArrayList<>();
        List<String> rules = new ArrayList<>();
        for (int c = 0; c < widths.length; c++) {
            headings.add(columns.get(c).heading(widths[c]));
            rules.add("-".repeat(widths[c]));
        }
        line(text, indent, widths, headings);
        line(text, indent, widths, rules);
        rows.forEach(row -> line(text, indent, widths, row));
        if (ruled) {
            line(text, indent, widths, rules);
        }
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
