package dev.skep.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Text on its way to a person or a file. A file is UTF-8 on every system, so that outputs compare as files. A console
 * has a character set of its own; what that lacks is written as {@code \\u{1f41d}} and never becomes a question mark,
 * of which nobody knows what it was.
 */
final class ConsoleWriter extends Writer {
    private final Writer target;
    /** Null where the character set has everything. */
    private final @Nullable CharsetEncoder encoder;
    /** The first half of a pair whose second half comes with the next piece; 0 for none. */
    private char half;

    private ConsoleWriter(OutputStream stream, Charset charset) {
        this.target = new OutputStreamWriter(stream, charset);
        this.encoder = charset.equals(StandardCharsets.UTF_8) ? null : charset.newEncoder();
    }

    /** @param console the character set of the console that a person watches; UTF-8 otherwise */
    static ConsoleWriter to(OutputStream stream, Terminal.Watched watched, Charset console) {
        boolean own = watched == Terminal.Watched.BY_A_PERSON && console.canEncode();
        return new ConsoleWriter(stream, own ? console : StandardCharsets.UTF_8);
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        if (encoder == null) {
            target.write(text, offset, length);
            return;
        }
        String piece = (half == 0 ? "" : String.valueOf(half)) + new String(text, offset, length);
        boolean split = !piece.isEmpty() && Character.isHighSurrogate(piece.charAt(piece.length() - 1));
        half = split ? piece.charAt(piece.length() - 1) : 0;
        target.write(shown(split ? piece.substring(0, piece.length() - 1) : piece, encoder));
    }

    private static String shown(String text, CharsetEncoder encoder) {
        if (encoder.canEncode(text)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(point -> {
            String one = Character.toString(point);
            shown.append(encoder.canEncode(one) ? one : "\\u{" + Integer.toHexString(point) + "}");
        });
        return shown.toString();
    }

    @Override
    public void flush() throws IOException {
        target.flush();
    }

    @Override
    public void close() throws IOException {
        target.close();
    }
}
