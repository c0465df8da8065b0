package dev.skep.veristat;

/** Patterns in which {@code *} stands for any text, and every other character for itself. */
final class Glob {
    private Glob() {}

    /** Whether the whole text is like the pattern; takes time in proportion to the product of both lengths at most. */
    static boolean matches(String pattern, String text) {
        int p = 0;
        int star = -1;
        int afterStar = 0;
        int t = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                afterStar = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++afterStar;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
