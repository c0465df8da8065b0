package dev.skep.helper.string;

import dev.skep.kernel.Errno;
import dev.skep.kernel.memory.AddressSpace;

/**
 * A number at the start of a string, as {@code bpf_strtol} and {@code bpf_strtoul} find it: blanks, a minus sign, a
 * prefix that tells the base ({@code 0x}, {@code 0}), digits. Counterparts: {@code __bpf_strtoull()} and
 * {@code lib/kstrtox.c}.
 *
 * @param error 0, or a negative errno
 * @param magnitude without the sign, unsigned
 * @param consumed bytes of the string up to the last digit
 */
record ParsedInteger(int error, boolean isNegative, long magnitude, int consumed) {
    private static final long BASE_MASK = 0x1f;

    /** As many bytes behind blanks and sign are looked at. */
    private static final int LONGEST = 63;

    static ParsedInteger of(AddressSpace memory, long buffer, long length, long flags) {
        int base = (int) (flags & BASE_MASK);
        boolean knownBase = base == 0 || base == 8 || base == 10 || base == 16;
        if (buffer == 0 || length == 0 || !knownBase || (flags & ~BASE_MASK) != 0) {
            return failed(Errno.EINVAL);
        }
        long skipped = 0;
        while (skipped != length && isSpace(memory.readByte(buffer + skipped))) {
            skipped++;
        }
        boolean negative = skipped != length && memory.readByte(buffer + skipped) == '-';
        if (negative) {
            skipped++;
        }
        long left = length - skipped;
        if (left == 0) {
            return failed(Errno.EINVAL);
        }
        int shown = Long.compareUnsigned(left, LONGEST) < 0 ? (int) left : LONGEST;
        return digits(memory.bytes(buffer + skipped, shown), base, negative, (int) skipped);
    }

    private static ParsedInteger digits(byte[] text, int givenBase, boolean negative, int skipped) {
        int base = givenBase;
        int prefix = 0;
        boolean hexPrefix = at(text, 0) == '0' && (at(text, 1) | 0x20) == 'x';
        if (base == 0) {
            base = at(text, 0) != '0' ? 10 : hexPrefix && digit(at(text, 2)) < 16 ? 16 : 8;
        }
        if (base == 16 && hexPrefix) {
            prefix = 2;
        }
        long value = 0;
        boolean overflow = false;
        int position = prefix;
        for (int digit = digit(at(text, position)); digit < base; digit = digit(at(text, ++position))) {
            long limit = Long.divideUnsigned(-1 - digit, base);
            overflow |= Long.compareUnsigned(value, limit) > 0;
            value = value * base + digit;
        }
        if (overflow) {
            return failed(Errno.ERANGE);
        }
        return position == prefix ? failed(Errno.EINVAL) : new ParsedInteger(0, negative, value, skipped + position);
    }

    private static ParsedInteger failed(Errno errno) {
        return new ParsedInteger(errno.result(), false, 0, 0);
    }

    private static int at(byte[] text, int index) {
        return index < text.length ? text[index] & 0xff : 0;
    }

    /** The value of a digit; more than any base for what is none. */
    private static int digit(int c) {
        int lower = c | 0x20;
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : Integer.MAX_VALUE;
    }

    private static boolean isSpace(byte c) {
        int unsigned = c & 0xff;
        return unsigned == ' ' || (unsigned >= '\t' && unsigned <= '\r') || unsigned == 0xa0;
    }
}
