package dev.skep.verifier.check;

import dev.skep.kernel.Errno;
import dev.skep.verifier.explore.Rejection;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.MapView;
import dev.skep.verifier.state.RegisterState;
import java.nio.charset.StandardCharsets;

/** The format of {@code bpf_snprintf}, which is known when the program is loaded. */
final class FormatStrings {
    private static final char DELETE = 0x7f;

    private FormatStrings() {}

    /** R3 is the format, R5 how many bytes of arguments there are. */
    static void check(Verification verification) {
        long bytes = verification.register(5).scalar().value();
        if (bytes % Long.BYTES != 0) {
            throw verification.reject(Errno.EINVAL, "invalid num_args");
        }
        RegisterState format = verification.register(3);
        MapView map = MapAccess.map(format);
        byte[] contents = map.contents();
        if (contents == null) {
            throw verification.reject(Errno.EFAULT, "verifier bug");
        }
        int start = format.offset() + (int) format.scalar().value();
        int end = start;
        while (end < contents.length && contents[end] != 0) {
            end++;
        }
        String text = new String(contents, start, end - start, StandardCharsets.ISO_8859_1);
        int placeholders = placeholders(text);
        // What is given and not asked for is left over.
        if (placeholders < 0 || placeholders > bytes / Long.BYTES) {
            verification.log.line("Invalid format string");
            throw new Rejection(Errno.EINVAL);
        }
    }

    /** How many arguments the format takes, −1 when it is none that the kernel knows. */
    private static int placeholders(String format) {
        int count = 0;
        int at = 0;
        while (at < format.length()) {
            char letter = format.charAt(at);
            if (letter == DELETE || (letter < ' ' && !isSpace(letter))) {
                return -1;
            }
            at++;
            if (letter != '%') {
                continue;
            }
            if (at < format.length() && format.charAt(at) == '%') {
                at++;
                continue;
            }
            int last = conversionEnd(format, at);
            if (last < 0) {
                return -1;
            }
            count++;
            at = last + 1;
        }
        return count;
    }

    private static int conversionEnd(String format, int start) {
        int at = start;
        while (at < format.length() && "0+- ".indexOf(format.charAt(at)) >= 0) {
            at++;
        }
        while (at < format.length() && Character.isDigit(format.charAt(at))) {
            at++;
        }
        if (at >= format.length()) {
            return -1;
        }
        if (format.charAt(at) == 'p') {
            return pointerEnd(format, at);
        }
        if (format.charAt(at) == 's') {
            return stringEnd(format, at);
        }
        if (format.charAt(at) == 'c') {
            return at;
        }
        for (int longs = 0; longs < 2 && at < format.length() && format.charAt(at) == 'l'; longs++) {
            at++;
        }
        return at < format.length() && "iduxX".indexOf(format.charAt(at)) >= 0 ? at : -1;
    }

    /** Neither a letter nor a digit may follow a string. */
    private static int stringEnd(String format, int at) {
        boolean ends =
                at + 1 >= format.length() || isSpace(format.charAt(at + 1)) || isPunctuation(format.charAt(at + 1));
        return ends ? at : -1;
    }

    private static boolean isSpace(char letter) {
        return letter == ' ' || (letter >= '\t' && letter <= '\r') || letter == 0xa0;
    }

    /** The kernel's {@code ispunct()}, which knows the upper half as ISO 8859-1. */
    private static boolean isPunctuation(char letter) {
        boolean printed = letter > ' ' && letter < DELETE || letter > 0xa0;
        boolean letterOrDigit = letter < DELETE
                ? Character.isLetterOrDigit(letter)
                : letter >= 0xc0 && letter != 0xd7 && letter != 0xf7;
        return printed && !letterOrDigit;
    }

    private static int pointerEnd(String format, int at) {
        if (at + 2 < format.length()
                && (format.charAt(at + 1) == 'k' || format.charAt(at + 1) == 'u')
                && format.charAt(at + 2) == 's') {
            return stringEnd(format, at + 2);
        }
        if (stringEnd(format, at) == at) {
            return at;
        }
        char kind = format.charAt(at + 1);
        if ("KxsSB".indexOf(kind) >= 0) {
            return at + 1;
        }
        boolean address = (kind == 'i' || kind == 'I')
                && at + 2 < format.length()
                && (format.charAt(at + 2) == '4' || format.charAt(at + 2) == '6');
        return address ? at + 2 : -1;
    }
}
