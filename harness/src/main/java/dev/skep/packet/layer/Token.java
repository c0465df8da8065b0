package dev.skep.packet.layer;

import java.util.ArrayList;
import java.util.List;

/**
 * A word of the text form of packets, with its place.
 *
 * @param text quoted text with its quotes, a list with its brackets, else a word
 * @param line counted from 1
 * @param column counted from 1
 */
record Token(String text, int line, int column) {
    /** What ends a layer: a line's end, or a slash. */
    static final String SEPARATOR = "/";

    boolean isSeparator() {
        return text.equals(SEPARATOR);
    }

    boolean isQuoted() {
        return text.startsWith("\"");
    }

    MalformedPacketTextException wrong(String problem) {
        return new MalformedPacketTextException(line, column, problem);
    }

    /** Cuts a text into words; comments go. */
    static List<Token> of(String text) {
        List<Token> tokens = new ArrayList<>();
        int line = 1;
        int lineStart = 0;
        int at = 0;
        while (at < text.length()) {
            char here = text.charAt(at);
            int column = at - lineStart + 1;
            if (here == '\n') {
                tokens.add(new Token(SEPARATOR, line, column));
                line++;
                lineStart = at + 1;
                at++;
            } else if (Character.isWhitespace(here)) {
                at++;
            } else if (here == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else {
                Token token = new Token(text.substring(at, end(text, at, line, column)), line, column);
                tokens.add(token);
                at += token.text().length();
            }
        }
        return tokens;
    }

    private static int end(String text, int from, int line, int column) {
        return switch (text.charAt(from)) {
            case '/', '>', '*' -> from + 1;
            case '"' -> closing(text, from, '"', line, column);
            case '[' -> closing(text, from, ']', line, column);
            default -> {
                int at = from;
                while (at < text.length()
                        && !Character.isWhitespace(text.charAt(at))
                        && "/>*\"[#".indexOf(text.charAt(at)) < 0) {
                    at++;
                }
                yield at;
            }
        };
    }

    private static int closing(String text, int from, char close, int line, int column) {
        for (int at = from + 1; at < text.length() && text.charAt(at) != '\n'; at++) {
            if (text.charAt(at) == close) {
                return at + 1;
            }
            if (text.charAt(at) == '\\') {
                at++;
            }
        }
        throw new MalformedPacketTextException(
                line, column, text.charAt(from) + " without " + close + ", expected it on the same line");
    }
}
