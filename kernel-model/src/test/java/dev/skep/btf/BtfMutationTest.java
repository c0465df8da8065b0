package dev.skep.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Damaged BTF gives a {@link MalformedBtfException} or types; never another exception, a hang or an overflow. */
class BtfMutationTest {
    private static final long SEED = 20250117;
    private static final int ROUNDS = 2000;

    @Test
    void mutationsOfRealTypesAreReadOrRefused() {
        byte[] original = BtfSections.declarations();
        Random random = new Random(SEED);
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] mutated = mutate(original, random);
            int number = round;
            accepted += Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(60), () -> use(mutated, number), () -> "seed " + SEED + " round " + number);
        }
        assertThat(accepted).isGreaterThan(ROUNDS / 10);
    }

    private static byte[] mutate(byte[] original, Random random) {
        byte[] mutated = original.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(mutated.length);
            switch (random.nextInt(3)) {
                case 0 -> mutated[at] = (byte) random.nextInt();
                case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
                default -> mutated[at & ~3] = (byte) random.nextInt(120);
            }
        }
        return mutated;
    }

    private static int use(byte[] bytes, int round) {
        Btf btf;
        try {
            btf = Btf.read(bytes);
        } catch (MalformedBtfException e) {
            return 0;
        }
        try {
            assertThat(BtfText.dump(btf)).isNotEmpty();
            quietly(() -> BtfC.dump(btf));
            quietly(() -> BtfDedup.of(btf));
            quietly(() -> BtfKeepList.parse(List.of("type *", "func *", "var *"))
                    .of(btf)
                    .build(BtfSubset.Ids.RENUMBERED));
            for (int id = 1; id < btf.typeCount(); id++) {
                int type = id;
                quietly(() -> btf.alignOf(type));
                quietly(() -> value(btf, type));
                quietly(() -> StructLayout.of(btf, type).fields());
            }
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            fail("seed " + SEED + " round " + round, e);
        }
        return 1;
    }

    private static void value(Btf btf, int type) {
        long size = btf.sizeOf(type);
        if (size <= 1 << 16) {
            Object value = BtfValue.read(btf, type, new byte[(int) size]);
            quietly(() -> BtfValue.write(btf, type, value));
        }
    }

    private static void quietly(Runnable use) {
        try {
            use.run();
        } catch (MalformedBtfException | IllegalArgumentException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }
}
