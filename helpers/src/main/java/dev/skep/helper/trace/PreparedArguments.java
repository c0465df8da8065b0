package dev.skep.helper.trace;

import static dev.skep.helper.trace.CharacterClass.isAscii;
import static dev.skep.helper.trace.CharacterClass.isDigit;
import static dev.skep.helper.trace.CharacterClass.isPrintable;
import static dev.skep.helper.trace.CharacterClass.isPunctuation;
import static dev.skep.helper.trace.CharacterClass.isSpace;

import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.memory.AddressSpace;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The first pass over a format: is it one that programs may use, and what are its values? Counterpart:
 * {@code bpf_bprintf_prepare()} in {@code kernel/bpf/helpers.c}.
 *
 * <p>The values are laid out in a buffer of 512 bytes as the kernel does, numbers in four or eight bytes aligned to
 * four, strings and addresses as text with a NUL; the second pass ({@link FormattedText}) reads them in the same order.
 * What does not fit is {@code -ENOSPC}, a string is cut.
 */
final class PreparedArguments {
    private static final int CAPACITY = 512;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private final AddressSpace memory;
    private final byte[] format;
    private final long[] arguments;
    private final byte[] values = new byte[CAPACITY];
    private int end;
    private int used;
    private int position;

    private PreparedArguments(Kernel kernel, byte[] format, long[] arguments) {
        this.memory = kernel.memory();
        this.format = format;
        this.arguments = arguments;
    }

    /**
     * Checks a format and collects its values.
     *
     * @param format without its NUL
     * @return the buffer of values
     * @throws FormatRefused with the errno of the helper
     */
    static byte[] prepare(Kernel kernel, byte[] format, long[] arguments) throws FormatRefused {
        PreparedArguments pass = new PreparedArguments(kernel, format, arguments);
        pass.run();
        return pass.values;
    }

    private void run() throws FormatRefused {
        while (position < format.length) {
            int c = at(position);
            if (isAscii(c) && !isPrintable(c) && !isSpace(c)) {
                throw new FormatRefused(Errno.EINVAL);
            }
            if (c == '%' && at(position + 1) == '%') {
                position++;
            } else if (c == '%') {
                if (used >= arguments.length) {
                    throw new FormatRefused(Errno.EINVAL);
                }
                position++;
                skipFlagsAndWidth();
                specifier();
            }
            position++;
        }
    }

    private void skipFlagsAndWidth() throws FormatRefused {
        if (!isAscii(at(position))) {
            throw new FormatRefused(Errno.EINVAL);
        }
        while ("0+- ".indexOf(at(position)) >= 0) {
            position++;
        }
        if (isDigit(at(position))) {
            while (isDigit(at(position))) {
                position++;
            }
        }
    }

    private void specifier() throws FormatRefused {
        switch (at(position)) {
            case 'p' -> pointer();
            case 's' -> string();
            case 'c' -> {
                room(1);
                values[end++] = (byte) arguments[used++];
            }
            default -> integer();
        }
    }

    private void pointer() throws FormatRefused {
        int kind = at(position + 1);
        if (kind == 0 || isSpace(kind) || isPunctuation(kind)) {
            number(8);
        } else if ((kind == 'k' || kind == 'u') && at(position + 2) == 's') {
            position += 2;
            string();
        } else if (kind == 'K' || kind == 'x' || kind == 's' || kind == 'S') {
            position++;
            number(8);
        } else if (kind == 'B') {
            position++;
            // no symbols here: the kernel prints the address of what it has no symbol for
            text(String.format(Locale.ROOT, "0x%x", arguments[used++]));
        } else if ((kind == 'i' || kind == 'I') && (at(position + 2) == '4' || at(position + 2) == '6')) {
            position += 2;
            address(kind, at(position) == '4' ? IPV4_BYTES : IPV6_BYTES);
        } else {
            throw new FormatRefused(Errno.EINVAL);
        }
    }

    private void address(int kind, int bytes) throws FormatRefused {
        room(bytes);
        long pointer = arguments[used++];
        byte[] address = memory.contains(pointer, bytes) ? memory.bytes(pointer, bytes) : new byte[bytes];
        text(bytes == IPV4_BYTES ? ipv4(address, kind == 'i') : ipv6(address, kind == 'i'));
    }

    private static String ipv4(byte[] address, boolean leadingZeros) {
        String part = leadingZeros ? "%03d" : "%d";
        return String.format(
                Locale.ROOT,
                String.join(".", part, part, part, part),
                address[0] & 0xff,
                address[1] & 0xff,
                address[2] & 0xff,
                address[3] & 0xff);
    }

    private static String ipv6(byte[] address, boolean withoutColons) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < IPV6_BYTES; i++) {
            if (i > 0 && i % 2 == 0 && !withoutColons) {
                text.append(':');
            }
            text.append(String.format(Locale.ROOT, "%02x", address[i] & 0xff));
        }
        return text.toString();
    }

    /** {@code snprintf} into what is left: cut where it does not fit, but counted in full, as the kernel does. */
    private void text(String text) throws FormatRefused {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        int left = Math.max(CAPACITY - end, 0);
        System.arraycopy(bytes, 0, values, end, Math.min(bytes.length, Math.max(left - 1, 0)));
        end += bytes.length + 1;
        if (end > CAPACITY) {
            // the kernel would write the next value behind its buffer; whatever comes next has no room
            end = CAPACITY;
        }
    }

    private void string() throws FormatRefused {
        int next = at(position + 1);
        if (next != 0 && !isSpace(next) && !isPunctuation(next)) {
            throw new FormatRefused(Errno.EINVAL);
        }
        room(1);
        end += copyString(arguments[used++]);
    }

    /** Copies a string with its NUL, cut to what is left; an address that is not mapped gives an empty one. */
    private int copyString(long address) {
        int left = CAPACITY - end;
        for (int i = 0; i < left; i++) {
            if (!memory.contains(address + i, 1)) {
                values[end] = 0;
                return 1;
            }
            byte c = memory.readByte(address + i);
            values[end + i] = c;
            if (c == 0) {
                return i + 1;
            }
        }
        values[CAPACITY - 1] = 0;
        return left;
    }

    private void integer() throws FormatRefused {
        int bytes = 4;
        if (at(position) == 'l') {
            bytes = 8;
            position++;
        }
        if (at(position) == 'l') {
            position++;
        }
        if ("iduxX".indexOf(at(position)) < 0) {
            throw new FormatRefused(Errno.EINVAL);
        }
        number(bytes);
    }

    private void number(int bytes) throws FormatRefused {
        end = (end + 3) & -4;
        room(bytes);
        long value = arguments[used++];
        for (int i = 0; i < bytes; i++) {
            values[end++] = (byte) (value >> (8 * i));
        }
    }

    private void room(int bytes) throws FormatRefused {
        if (CAPACITY - end < bytes) {
            throw new FormatRefused(Errno.ENOSPC);
        }
    }

    /** The byte of the format at an index, 0 behind its end. */
    private int at(int index) {
        return index < format.length ? format[index] & 0xff : 0;
    }
}
