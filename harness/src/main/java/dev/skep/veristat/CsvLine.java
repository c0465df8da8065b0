package dev.skep.veristat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Lines of comma-separated values; what has a comma, a quote or a line end in it stands in quotes (RFC 4180). */
final class CsvLine {
    private static final Pattern NEEDS_QUOTES = Pattern.compile("[,\"\\r\\n]");

    private CsvLine() {}

    static void append(StringBuilder text, List<String> cells) {
        String comma = "";
        for (String cell : cells) {
            text.append(comma);
            comma = ",";
            if (NEEDS_QUOTES.matcher(cell).find()) {
                text.append('"').append(cell.replace("\"", "\"\"")).append('"');
            } else {
                text.append(cell);
            }
        }
        text.append('\n');
    }

    /** The lines of a text, each cut into its cells; empty lines are left out. */
    static List<List<String>> split(String text) {
        List<List<String>> lines = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at <= text.length(); at++) {
            char letter = at < text.length() ? text.charAt(at) : '\n';
            if (quoted && at < text.length()) {
                if (letter != '"') {
                    cell.append(letter);
                } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                    cell.append(letter);
                    at++;
                } else {
                    quoted = false;
                }
            } else if (letter == '"' && cell.isEmpty()) {
                quoted = true;
            } else if (letter == ',' || letter == '\n') {
                cells.add(cell.toString());
                cell.setLength(0);
                if (letter == '\n') {
                    if (cells.size() > 1 || !cells.getFirst().isEmpty()) {
                        lines.add(List.copyOf(cells));
                    }
                    cells.clear();
                }
            } else if (letter != '\r') {
                cell.append(letter);
            }
        }
        return lines;
    }
}
