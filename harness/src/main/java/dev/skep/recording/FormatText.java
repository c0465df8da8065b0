package dev.skep.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the {@code format} file of a tracepoint.
 *
 * <pre>
 *   name: sched_process_exec
 *   ID: 365
 *   format:
 *           field:unsigned short common_type;       offset:0;       size:2; signed:0;
 *           field:__data_loc char[] filename;       offset:8;       size:4; signed:0;
 *   print fmt: ...
 * </pre>
 */
final class FormatText {
    private static final Pattern FIELD =
            Pattern.compile("\\s*field:(.*);\\s*offset:(\\d+);\\s*size:(\\d+);(?:\\s*signed:(\\d+);)?\\s*");

    /** Nobody's record is longer: {@code PERF_MAX_TRACE_SIZE} is 8 KiB. */
    private static final int MAX_SIZE = 1 << 16;

    private FormatText() {}

    /**
     * The format that a file holds.
     *
     * @throws IllegalArgumentException that says what is wrong with it
     */
    static TracepointFormat parse(String system, String text) {
        String name = "";
        int id = -1;
        List<FormatField> fields = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("name:")) {
                name = line.substring(5).strip();
            } else if (line.startsWith("ID:")) {
                id = number(line.substring(3).strip());
            } else if (line.stripLeading().startsWith("field:")) {
                fields.add(field(line));
            }
        }
        if (name.isEmpty() || id < 0) {
            throw new IllegalArgumentException("a format without name or ID");
        }
        return new TracepointFormat(id, system, name, fields);
    }

    /** The text of a format. */
    static String render(TracepointFormat format) {
        StringBuilder text = new StringBuilder("name: " + format.name() + "\nID: " + format.id() + "\nformat:\n");
        boolean common = true;
        for (FormatField field : format.fields()) {
            // An empty line separates what all records begin with from what only these have.
            text.append(common && !field.isCommon() ? "\n" : "");
            common = field.isCommon();
            boolean inline = field.placement() == FormatField.Placement.FIXED && field.isArray();
            int bracket = inline ? field.type().indexOf('[') : field.type().length();
            text.append("\tfield:")
                    .append(field.type(), 0, bracket)
                    .append(' ')
                    .append(field.name())
                    .append(field.type().substring(bracket))
                    .append(";\toffset:")
                    .append(field.offset())
                    .append(";\tsize:")
                    .append(field.size())
                    .append(";\tsigned:")
                    .append(field.signed() == FormatField.Sign.SIGNED ? 1 : 0)
                    .append(";\n");
        }
        return text.append("\nprint fmt: \"\"\n").toString();
    }

    private static FormatField field(String line) {
        Matcher matcher = FIELD.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "\"" + line.strip() + "\": expected field:TYPE NAME; offset:N; size:N; signed:N;");
        }
        String declaration = matcher.group(1).strip();
        int offset = number(matcher.group(2));
        int size = number(matcher.group(3));
        if (offset + size > MAX_SIZE) {
            throw new IllegalArgumentException(
                    "\"" + declaration + "\" ends at " + (offset + size) + ", expected at most " + MAX_SIZE);
        }
        // "char prev_comm[16]" declares prev_comm as char[16]; "__data_loc char[] filename" has the brackets before.
        String array = "";
        if (declaration.endsWith("]")) {
            int bracket = declaration.lastIndexOf('[');
            array = declaration.substring(Math.max(0, bracket));
            declaration = declaration.substring(0, Math.max(0, bracket)).strip();
        }
        int space = declaration.lastIndexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException("\"" + declaration + "\": expected a type and a name");
        }
        FormatField.Sign sign = "1".equals(matcher.group(4)) ? FormatField.Sign.SIGNED : FormatField.Sign.UNSIGNED;
        String type = declaration.substring(0, space).strip() + array;
        return new FormatField(declaration.substring(space + 1), type, offset, size, sign);
    }

    private static int number(String digits) {
        if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("\"" + digits + "\": expected a number");
        }
        return Integer.parseInt(digits);
    }
}
