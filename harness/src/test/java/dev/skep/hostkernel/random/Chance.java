package dev.skep.hostkernel.random;

import dev.skep.isa.AluOperator;
import dev.skep.isa.Condition;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Width;
import java.util.List;
import java.util.Random;

/** Choices, with a liking for the edges of ranges. */
final class Chance {
    private final Random random;

    Chance(Random random) {
        this.random = random;
    }

    /** 0 to {@code bound - 1}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    long word() {
        return random.nextLong();
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    Width width() {
        return percent(60) ? Width.W64 : Width.W32;
    }

    MemorySize size() {
        return of(MemorySize.values());
    }

    AluOperator operator() {
        return of(AluOperator.values());
    }

    Condition condition() {
        return of(Condition.values());
    }

    /** A number of 64 bits. */
    long edge() {
        return switch (below(8)) {
            case 0, 1 -> between(-3, 16);
            case 2 -> (1L << below(64)) + between(-1, 1);
            case 3 -> -(1L << below(64)) + between(-1, 1);
            case 4 -> (1L << of(7, 8, 15, 16, 31, 32, 63)) + between(-1, 1);
            case 5 -> -(1L << of(7, 8, 15, 16, 31, 32, 63)) + between(-1, 1);
            case 6 -> between(0, 512);
            default -> word() >> below(64);
        };
    }

    /** A number of 32 bits. */
    int edge32() {
        return percent(50) ? (int) edge() : of(0, 1, -1, 7, 8, 63, 64, 255, 4095, Integer.MAX_VALUE, Integer.MIN_VALUE);
    }
}
