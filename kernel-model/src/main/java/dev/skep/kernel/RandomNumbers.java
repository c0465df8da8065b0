package dev.skep.kernel;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;

/**
 * The random numbers that programs see ({@code bpf_get_prandom_u32}): a Tausworthe generator for each CPU, started from
 * the seed of the configuration. Counterpart: {@code lib/random32.c}, where the start is left to chance.
 */
public final class RandomNumbers {
    private static final int STREAMS = 4;
    private static final int WARM_UP = 10;

    private final int[] state;

    RandomNumbers(long seed, int cpus) {
        state = new int[cpus * STREAMS];
        long mix = seed;
        for (int i = 0; i < state.length; i++) {
            mix += 0x9e3779b97f4a7c15L;
            state[i] = atLeast(smallest(i % STREAMS), (int) (scramble(mix) >>> 32));
        }
        for (int cpu = 0; cpu < cpus; cpu++) {
            for (int i = 0; i < WARM_UP; i++) {
                nextInt(cpu);
            }
        }
    }

    /** The next number on this CPU: 32 bits, all values equally likely. */
    @TruffleBoundary
    public int nextInt(int cpu) {
        int s = cpu * STREAMS;
        state[s] = step(state[s], 6, 13, ~1, 18);
        state[s + 1] = step(state[s + 1], 2, 27, ~7, 2);
        state[s + 2] = step(state[s + 2], 13, 21, ~15, 7);
        state[s + 3] = step(state[s + 3], 3, 12, ~127, 13);
        return state[s] ^ state[s + 1] ^ state[s + 2] ^ state[s + 3];
    }

    private static int step(int s, int a, int b, int keep, int c) {
        return ((s & keep) << c) ^ (((s << a) ^ s) >>> b);
    }

    /** Below these a stream would run through zero only. */
    private static int smallest(int stream) {
        return stream == 0 ? 2 : stream == 1 ? 8 : stream == 2 ? 16 : 128;
    }

    private static int atLeast(int smallest, int value) {
        return Integer.compareUnsigned(value, smallest) < 0 ? value + smallest : value;
    }

    private static long scramble(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
