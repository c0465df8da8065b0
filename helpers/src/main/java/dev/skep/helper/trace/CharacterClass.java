package dev.skep.helper.trace;

/** The kernel's character classes: Latin-1, whatever the locale. Counterpart: {@code lib/ctype.c}. */
final class CharacterClass {
    private CharacterClass() {}

    static boolean isAscii(int c) {
        return c < 0x80;
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0;
    }

    static boolean isAlphanumeric(int c) {
        return isDigit(c) || isLetter(c);
    }

    static boolean isPunctuation(int c) {
        boolean ascii = c > ' ' && c < 0x7f && !isAlphanumeric(c);
        boolean latin = (c >= 0xa1 && c <= 0xbf) || c == 0xd7 || c == 0xf7;
        return ascii || latin;
    }

    static boolean isPrintable(int c) {
        return isAlphanumeric(c) || isPunctuation(c) || c == ' ' || c == 0xa0;
    }

    private static boolean isLetter(int c) {
        boolean ascii = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return ascii || (c >= 0xc0 && c <= 0xff && c != 0xd7 && c != 0xf7);
    }
}
