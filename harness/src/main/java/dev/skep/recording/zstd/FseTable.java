package dev.skep.recording.zstd;

/**
 * A decoding table of finite state entropy (RFC 8878, section 4.1): for each state the symbol, how many bits to read,
 * and what to add to them for the next state.
 */
final class FseTable {
    final int accuracyLog;
    private final byte[] symbols;
    private final byte[] bits;
    private final short[] bases;
    /** Where what follows the table's description begins. */
    final int end;

    private FseTable(int accuracyLog, byte[] symbols, byte[] bits, short[] bases, int end) {
        this.accuracyLog = accuracyLog;
        this.symbols = symbols;
        this.bits = bits;
        this.bases = bases;
        this.end = end;
    }

    /** A table that gives one symbol and reads no bits. */
    static FseTable of(int symbol, int end) {
        return new FseTable(0, new byte[] {(byte) symbol}, new byte[1], new short[1], end);
    }

    /** Reads the description of a table. */
    static FseTable read(byte[] in, int from, int limit, int mostLog, int mostSymbol) throws MalformedZstdException {
        ForwardBits source = new ForwardBits(in, from, limit);
        int log = source.read(4) + 5;
        if (log > mostLog) {
            throw new MalformedZstdException("a table of " + log + " bits, expected at most " + mostLog);
        }
        int[] frequencies = new int[mostSymbol + 1];
        int remaining = 1 << log;
        int symbol = 0;
        while (remaining > 0) {
            if (symbol > mostSymbol) {
                throw new MalformedZstdException("a table with more than " + (mostSymbol + 1) + " symbols");
            }
            int probability = probability(source, remaining);
            remaining -= Math.abs(probability);
            frequencies[symbol++] = probability;
            for (int skip = probability == 0 ? 3 : 0; skip == 3; symbol += skip) {
                skip = source.read(2);
            }
        }
        if (remaining < 0 || symbol > mostSymbol + 1) {
            throw new MalformedZstdException("a table whose probabilities do not add up");
        }
        return of(frequencies, log, source.nextByte());
    }

    /** A probability takes a bit less when it is small; -1 stands for less than one. */
    private static int probability(ForwardBits source, int remaining) throws MalformedZstdException {
        int count = 32 - Integer.numberOfLeadingZeros(remaining + 1);
        int value = source.read(count);
        int low = (1 << count - 1) - 1;
        int threshold = (1 << count) - 1 - (remaining + 1);
        if ((value & low) < threshold) {
            source.back();
            return (value & low) - 1;
        }
        return (value > low ? value - threshold : value) - 1;
    }

    /** The table for these probabilities, which add up to two to the power of {@code log}. */
    static FseTable of(int[] frequencies, int log, int end) {
        int size = 1 << log;
        byte[] symbols = new byte[size];
        int[] next = new int[frequencies.length];
        int high = size;
        for (int symbol = 0; symbol < frequencies.length; symbol++) {
            if (frequencies[symbol] == -1) {
                symbols[--high] = (byte) symbol;
                next[symbol] = 1;
            }
        }
        int step = (size >> 1) + (size >> 3) + 3;
        int at = 0;
        for (int symbol = 0; symbol < frequencies.length; symbol++) {
            if (frequencies[symbol] <= 0) {
                continue;
            }
            next[symbol] = frequencies[symbol];
            for (int i = 0; i < frequencies[symbol]; i++) {
                symbols[at] = (byte) symbol;
                do {
                    at = at + step & size - 1;
                } while (at >= high);
            }
        }
        byte[] bits = new byte[size];
        short[] bases = new short[size];
        for (int state = 0; state < size; state++) {
            int value = next[symbols[state]]++;
            int count = log - (31 - Integer.numberOfLeadingZeros(value));
            bits[state] = (byte) count;
            bases[state] = (short) ((value << count) - size);
        }
        return new FseTable(log, symbols, bits, bases, end);
    }

    int symbol(int state) {
        return symbols[state];
    }

    int first(BackwardBits source) {
        return (int) source.read(accuracyLog);
    }

    int next(int state, BackwardBits source) {
        return bases[state] + (int) source.read(bits[state]);
    }
}
