package dev.skep.recording.zstd;

import java.util.Arrays;

/** A decoding table of Huffman codes for literals (RFC 8878, section 4.2). */
final class HuffmanTable {
    private static final int MOST_BITS = 11;
    private static final int MOST_SYMBOLS = 256;
    private static final int WEIGHT_LOG = 6;

    private final int maxBits;
    private final byte[] symbols;
    private final byte[] bits;
    /** Where what follows the table's description begins. */
    final int end;

    private HuffmanTable(int maxBits, byte[] symbols, byte[] bits, int end) {
        this.maxBits = maxBits;
        this.symbols = symbols;
        this.bits = bits;
        this.end = end;
    }

    /** Reads the description of a table. */
    static HuffmanTable read(byte[] in, int from, int limit) throws MalformedZstdException {
        if (from >= limit) {
            throw new MalformedZstdException("literals without their table");
        }
        int header = in[from] & 0xff;
        int[] weights = new int[MOST_SYMBOLS];
        int count;
        int end;
        if (header >= 128) {
            count = header - 127;
            end = from + 1 + (count + 1) / 2;
            check(end <= limit);
            for (int i = 0; i < count; i++) {
                int pair = in[from + 1 + i / 2];
                weights[i] = i % 2 == 0 ? pair >>> 4 & 0xf : pair & 0xf;
            }
        } else {
            end = from + 1 + header;
            check(end <= limit);
            count = compressedWeights(in, from + 1, end, weights);
        }
        return of(weights, count, end);
    }

    private static void check(boolean holds) throws MalformedZstdException {
        if (!holds) {
            throw new MalformedZstdException("a broken table of Huffman codes");
        }
    }

    /** Weights come from two states in turn, until the bits are used up. */
    private static int compressedWeights(byte[] in, int from, int end, int[] weights) throws MalformedZstdException {
        FseTable table = FseTable.read(in, from, end, WEIGHT_LOG, MOST_BITS + 1);
        BackwardBits source = new BackwardBits(in, table.end, end);
        int state = table.first(source);
        int other = table.first(source);
        int count = 0;
        while (true) {
            check(count < MOST_SYMBOLS - 2);
            weights[count++] = table.symbol(state);
            state = table.next(state, source);
            if (source.left() < 0) {
                weights[count++] = table.symbol(other);
                return count;
            }
            int swap = state;
            state = other;
            other = swap;
        }
    }

    private static HuffmanTable of(int[] weights, int count, int end) throws MalformedZstdException {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            check(weights[i] <= MOST_BITS);
            sum += weights[i] == 0 ? 0 : 1 << weights[i] - 1;
        }
        check(sum > 0 && count < MOST_SYMBOLS);
        int maxBits = 32 - Integer.numberOfLeadingZeros(sum);
        int left = (1 << maxBits) - sum;
        check(maxBits <= MOST_BITS && Integer.bitCount(left) == 1);
        weights[count] = 32 - Integer.numberOfLeadingZeros(left);
        byte[] symbols = new byte[1 << maxBits];
        byte[] bits = new byte[1 << maxBits];
        int at = 0;
        for (int weight = 1; weight <= maxBits; weight++) {
            for (int symbol = 0; symbol <= count; symbol++) {
                if (weights[symbol] == weight) {
                    int next = at + (1 << weight - 1);
                    check(next <= symbols.length);
                    Arrays.fill(symbols, at, next, (byte) symbol);
                    Arrays.fill(bits, at, next, (byte) (maxBits + 1 - weight));
                    at = next;
                }
            }
        }
        return new HuffmanTable(maxBits, symbols, bits, end);
    }

    /** Decodes so many literals from one stream. */
    void decode(byte[] in, int from, int limit, byte[] out, int at, int count) throws MalformedZstdException {
        BackwardBits source = new BackwardBits(in, from, limit);
        for (int i = 0; i < count; i++) {
            int code = (int) source.peek(maxBits);
            out[at + i] = symbols[code];
            source.skip(bits[code]);
        }
        if (source.left() != 0) {
            throw new MalformedZstdException("literals that do not end with their bits");
        }
    }
}
