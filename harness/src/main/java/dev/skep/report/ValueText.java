package dev.skep.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Typed values on one line, for people: {@code {packets=3, bytes=180}}. */
public final class ValueText {
    private static final int LONGEST = 100;

    private ValueText() {}

    /** A value cut to the width of a line. */
    public static String of(Object value) {
        String text = whole(value);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    }

    private static String whole(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(ValueText::whole).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> members ->
                members.entrySet().stream()
                        .map(member -> member.getKey() + "=" + whole(member.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case String text -> printable(text);
            default -> value.toString();
        };
    }

    /** A program decides what is in its maps and names: control characters must not reach the terminal. */
    public static String printable(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints()
                .forEach(c -> safe.appendCodePoint(Character.isISOControl(c) || !Character.isDefined(c) ? '.' : c));
        return safe.toString();
    }
}
