package dev.skep.btf;

/**
 * Fills gaps between members with unnamed bit fields where C's own alignment would leave another gap. {@code long: 0}
 * moves to the next boundary of 64 bits, {@code int: 32} fills four bytes.
 */
final class CPadding {
    private enum Filler {
        LONG("long", 64),
        INT("int", 32),
        SHORT("short", 16),
        CHAR("char", 8);

        final String word;
        final int bits;

        Filler(String word, int bits) {
            this.word = word;
            this.bits = bits;
        }

        long roundUp(long bit) {
            return (bit + bits - 1) / bits * bits;
        }
    }

    /** Beyond this many lines the gap is no padding that anybody wrote. */
    private static final int MAX_LINES = 1 << 16;

    private final StringBuilder out;
    private final int level;

    CPadding(StringBuilder out, int level) {
        this.out = out;
        this.level = level;
    }

    /**
     * Fills the bits from {@code from} to {@code to}, where a member with alignment {@code nextAlign} (in bytes)
     * follows.
     *
     * @param inBitField whether the gap lies between two bit fields
     */
    void fill(long from, long to, int nextAlign, boolean inBitField) {
        if (from >= to) {
            return;
        }
        Filler filler = largest(from, to);
        long boundary = filler.roundUp(from);
        long at = from;
        if (boundary > at && boundary <= to) {
            long natural = nextAlign == 0 ? at : (at + 8L * nextAlign - 1) / (8L * nextAlign) * (8L * nextAlign);
            boolean compilerStopsShort = boundary == to && natural != boundary;
            boolean restFitsBefore = boundary != to && to - boundary <= boundary - at;
            if (inBitField) {
                line(filler, boundary - at);
            } else if (compilerStopsShort || restFitsBefore) {
                line(filler, 0);
            }
            at = boundary;
        }
        rest(filler, at, to);
    }

    private void rest(Filler filler, long from, long to) {
        if ((to - from) / filler.bits > MAX_LINES) {
            throw new MalformedBtfException("a gap of " + (to - from) / 8 + " bytes between members, expected less");
        }
        long at = from;
        for (; to - at >= filler.bits; at += filler.bits) {
            line(filler, filler.bits);
        }
        if (at < to) {
            line(smallest(to - at), to - at);
        }
    }

    /** The largest type whose next boundary does not lie behind the gap. */
    private static Filler largest(long from, long to) {
        for (Filler filler : Filler.values()) {
            if (filler.roundUp(from) <= to) {
                return filler;
            }
        }
        return Filler.CHAR;
    }

    private static Filler smallest(long bits) {
        if (bits <= Filler.CHAR.bits) {
            return Filler.CHAR;
        }
        if (bits <= Filler.SHORT.bits) {
            return Filler.SHORT;
        }
        return bits <= Filler.INT.bits ? Filler.INT : Filler.LONG;
    }

    private void line(Filler filler, long bits) {
        out.append('\n').append("\t".repeat(level)).append(filler.word);
        out.append(": ").append(bits).append(';');
    }
}
