package dev.skep.recording.zstd;

import org.jspecify.annotations.Nullable;

/** The sequences of a block (RFC 8878, section 3.1.1.3.2): so many literals, then a copy of what was there before. */
final class Sequences {
    private static final int[] LITERAL_BASES = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512,
        1024, 2048, 4096, 8192, 16384, 32768, 65536
    };
    private static final int[] LITERAL_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        16
    };
    private static final int[] MATCH_BASES = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32,
        33, 34, 35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771, 65539
    };
    private static final int[] MATCH_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2,
        2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
    };
    private static final int MOST_OFFSET_CODE = 31;

    private static final FseTable LITERALS = FseTable.of(
            new int[] {
                4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1,
                -1, -1
            },
            6,
            0);
    private static final FseTable MATCHES = FseTable.of(
            new int[] {
                1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
            },
            6,
            0);
    private static final FseTable OFFSETS = FseTable.of(
            new int[] {1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1},
            5,
            0);

    private final int[] repeated = new int[3];
    private @Nullable FseTable literalLengths;
    private @Nullable FseTable offsets;
    private @Nullable FseTable matchLengths;
    private int at;

    /** Forgets tables and offsets, as at the start of a frame. */
    void reset() {
        literalLengths = null;
        offsets = null;
        matchLengths = null;
        repeated[0] = 1;
        repeated[1] = 4;
        repeated[2] = 8;
    }

    /** Executes the section that fills the rest of a block. */
    void execute(byte[] in, int from, int limit, Literals literals, History out) throws MalformedZstdException {
        at = from;
        int count = count(in, limit);
        int used = 0;
        if (count > 0) {
            used = sequences(in, limit, count, literals, out);
        } else if (at != limit) {
            throw new MalformedZstdException("a block with bytes behind its end");
        }
        out.append(literals.bytes(), used, literals.size() - used);
    }

    private int sequences(byte[] in, int limit, int count, Literals literals, History out)
            throws MalformedZstdException {
        int modes = next(in, limit);
        FseTable lengths = table(in, limit, modes >>> 6 & 3, LITERALS, literalLengths, 9, LITERAL_BASES.length - 1);
        FseTable distances = table(in, limit, modes >>> 4 & 3, OFFSETS, offsets, 8, MOST_OFFSET_CODE);
        FseTable matches = table(in, limit, modes >>> 2 & 3, MATCHES, matchLengths, 9, MATCH_BASES.length - 1);
        literalLengths = lengths;
        offsets = distances;
        matchLengths = matches;
        BackwardBits source = new BackwardBits(in, at, limit);
        int lengthState = lengths.first(source);
        int offsetState = distances.first(source);
        int matchState = matches.first(source);
        int used = 0;
        for (int i = 0; i < count; i++) {
            int offsetCode = distances.symbol(offsetState);
            int matchCode = matches.symbol(matchState);
            int lengthCode = lengths.symbol(lengthState);
            long offsetValue = (1L << offsetCode) + source.read(offsetCode);
            int matchLength = MATCH_BASES[matchCode] + (int) source.read(MATCH_BITS[matchCode]);
            int literalLength = LITERAL_BASES[lengthCode] + (int) source.read(LITERAL_BITS[lengthCode]);
            if (i < count - 1) {
                lengthState = lengths.next(lengthState, source);
                matchState = matches.next(matchState, source);
                offsetState = distances.next(offsetState, source);
            }
            if (source.left() < 0 || literalLength > literals.size() - used) {
                throw new MalformedZstdException("sequences that need more than their block has");
            }
            out.append(literals.bytes(), used, literalLength);
            used += literalLength;
            out.repeat(distance(offsetValue, literalLength), matchLength);
        }
        if (source.left() != 0) {
            throw new MalformedZstdException("sequences that do not end with their bits");
        }
        return used;
    }

    /** Values up to 3 mean one of the last three offsets. */
    private int distance(long value, int literalLength) throws MalformedZstdException {
        if (value > Integer.MAX_VALUE) {
            throw new MalformedZstdException("an offset of " + value);
        }
        if (value > 3) {
            repeated[2] = repeated[1];
            repeated[1] = repeated[0];
            repeated[0] = (int) value - 3;
            return repeated[0];
        }
        int which = (int) value - 1 + (literalLength == 0 ? 1 : 0);
        int distance = which == 3 ? repeated[0] - 1 : repeated[which];
        if (which > 1) {
            repeated[2] = repeated[1];
        }
        if (which > 0) {
            repeated[1] = repeated[0];
            repeated[0] = distance;
        }
        return distance;
    }

    private int count(byte[] in, int limit) throws MalformedZstdException {
        int first = next(in, limit);
        if (first < 128) {
            return first;
        }
        int second = next(in, limit);
        return first < 255 ? (first - 128 << 8) + second : second + (next(in, limit) << 8) + 0x7f00;
    }

    private FseTable table(
            byte[] in, int limit, int mode, FseTable predefined, @Nullable FseTable before, int log, int mostSymbol)
            throws MalformedZstdException {
        return switch (mode) {
            case 0 -> predefined;
            case 1 -> ofOneSymbol(in, limit, mostSymbol);
            case 2 -> described(in, limit, log, mostSymbol);
            default -> {
                if (before == null) {
                    throw new MalformedZstdException("a table is to be used again, and there is none");
                }
                yield before;
            }
        };
    }

    private FseTable ofOneSymbol(byte[] in, int limit, int mostSymbol) throws MalformedZstdException {
        int symbol = next(in, limit);
        if (symbol > mostSymbol) {
            throw new MalformedZstdException("code " + symbol + ", expected at most " + mostSymbol);
        }
        return FseTable.of(symbol, at);
    }

    private FseTable described(byte[] in, int limit, int log, int mostSymbol) throws MalformedZstdException {
        FseTable table = FseTable.read(in, at, limit, log, mostSymbol);
        at = table.end;
        return table;
    }

    private int next(byte[] in, int limit) throws MalformedZstdException {
        if (at >= limit) {
            throw new MalformedZstdException("a block that ends too early");
        }
        return in[at++] & 0xff;
    }
}
