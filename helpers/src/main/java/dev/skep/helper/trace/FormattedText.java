package dev.skep.helper.trace;

import static dev.skep.helper.trace.CharacterClass.isAlphanumeric;
import static dev.skep.helper.trace.CharacterClass.isDigit;

import dev.skep.kernel.Kernel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The second pass over a format: text out of the values that {@link PreparedArguments} has laid out. Counterpart:
 * {@code bstr_printf()} in {@code lib/vsprintf.c}.
 */
final class FormattedText {
    private static final int POINTER_DIGITS = 16;

    /** {@code FIELD_WIDTH_MAX}. */
    private static final int WIDEST = (1 << 23) - 1;

    private final Kernel kernel;
    private final byte[] format;
    private final byte[] values;
    private final TextSink sink;
    private int position;
    private int next;

    private boolean left;
    private boolean plus;
    private boolean space;
    private boolean zeros;
    private int width;

    private FormattedText(Kernel kernel, byte[] format, byte[] values, TextSink sink) {
        this.kernel = kernel;
        this.format = format;
        this.values = values;
        this.sink = sink;
    }

    /**
     * Formats values into a sink and ends the text with a NUL.
     *
     * @param format without its NUL
     * @return the length of the text, also when it did not fit
     * @throws FormatRefused with the errno of the helper
     */
    static long format(Kernel kernel, byte[] format, long[] arguments, TextSink sink) throws FormatRefused {
        byte[] values = PreparedArguments.prepare(kernel, format, arguments);
        new FormattedText(kernel, format, values, sink).run();
        sink.terminate();
        return sink.length();
    }

    private void run() {
        while (position < format.length) {
            int c = at(position++);
            if (c != '%') {
                sink.put(c);
            } else if (at(position) == '%') {
                position++;
                sink.put('%');
            } else {
                flagsAndWidth();
                specifier();
            }
        }
    }

    private void flagsAndWidth() {
        left = false;
        plus = false;
        space = false;
        zeros = false;
        for (int c = at(position); "0+- ".indexOf(c) >= 0; c = at(++position)) {
            left |= c == '-';
            plus |= c == '+';
            space |= c == ' ';
            zeros |= c == '0';
        }
        width = -1;
        if (isDigit(at(position))) {
            width = 0;
            while (isDigit(at(position))) {
                width = width * 10 + at(position++) - '0';
            }
            width = Math.clamp(width, -WIDEST, WIDEST);
        }
    }

    private void specifier() {
        int c = at(position++);
        switch (c) {
            case 'p' -> pointer();
            case 's' -> padded(string());
            case 'c' -> padded(new byte[] {(byte) take()});
            case 'l' -> {
                if (at(position) == 'l') {
                    position++;
                }
                integer(at(position++), number(8), 8);
            }
            default -> integer(c, number(4), 4);
        }
    }

    private void integer(int kind, long value, int bytes) {
        switch (kind) {
            case 'x' -> digits(0, Long.toHexString(value));
            case 'X' -> digits(0, Long.toHexString(value).toUpperCase(Locale.ROOT));
            case 'u' -> digits(0, Long.toUnsignedString(value));
            default -> {
                long signed = bytes == 4 ? (int) value : value;
                int sign = signed < 0 ? '-' : plus ? '+' : space ? ' ' : 0;
                digits(sign, Long.toUnsignedString(Math.abs(signed)));
            }
        }
    }

    /** Sign and digits, filled up with blanks before, zeros between, or blanks behind. */
    private void digits(int sign, String digits) {
        long fill = (long) width - digits.length() - (sign == 0 ? 0 : 1);
        boolean zeroFill = zeros && !left;
        if (!left && !zeroFill) {
            sink.repeat(' ', fill);
        }
        if (sign != 0) {
            sink.put(sign);
        }
        if (zeroFill) {
            sink.repeat('0', fill);
        }
        put(digits);
        if (left) {
            sink.repeat(' ', fill);
        }
    }

    private void pointer() {
        int kind = at(position);
        switch (kind) {
            case 'x' -> address(number(8));
            case 'K' -> hashed(number(8));
            // no symbols here: the kernel prints the address of what it has no symbol for
            case 's', 'S' -> padded(("0x" + Long.toHexString(number(8))).getBytes(StandardCharsets.US_ASCII));
            default -> {
                if (!isAlphanumeric(kind)) {
                    hashed(number(8));
                } else if (!sink.isFull()) {
                    // text already; as in the kernel, it stays unread where nothing of it would be seen
                    byte[] text = string();
                    sink.put(text, 0, text.length);
                }
            }
        }
        while (isAlphanumeric(at(position))) {
            position++;
        }
    }

    /** A pointer as programs may see it: 32 bits that tell nothing, the same for the same pointer. */
    private void hashed(long pointer) {
        boolean nullOrError = pointer == 0 || Long.compareUnsigned(pointer, -4095) >= 0;
        address(nullOrError ? pointer : PointerHash.of(kernel, pointer));
    }

    private void address(long value) {
        if (width == -1) {
            width = POINTER_DIGITS;
            zeros = true;
        }
        digits(0, Long.toHexString(value));
    }

    private void padded(byte[] text) {
        long fill = (long) width - text.length;
        if (!left) {
            sink.repeat(' ', fill);
        }
        sink.put(text, 0, text.length);
        if (left) {
            sink.repeat(' ', fill);
        }
    }

    private void put(String text) {
        for (int i = 0; i < text.length(); i++) {
            sink.put(text.charAt(i));
        }
    }

    private byte[] string() {
        int start = next;
        boolean inside = true;
        while (inside) {
            inside = take() != 0;
        }
        return Arrays.copyOfRange(values, Math.min(start, values.length), Math.min(next - 1, values.length));
    }

    private long number(int bytes) {
        next = (next + 3) & -4;
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) take() << (8 * i);
        }
        return value;
    }

    /** The next byte of the values, 0 behind their end: a text that was left unread shifts what follows. */
    private int take() {
        int index = next++;
        return index < values.length ? values[index] & 0xff : 0;
    }

    /** The byte of the format at an index, 0 behind its end. */
    private int at(int index) {
        return index < format.length ? format[index] & 0xff : 0;
    }
}
