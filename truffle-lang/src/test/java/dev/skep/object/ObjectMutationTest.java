package dev.skep.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.link.LinkedObject;
import dev.skep.link.Linker;
import dev.skep.link.ProgramDump;
import dev.skep.link.RelocationException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged objects give a {@link MalformedObjectException} or a blueprint, and that a {@link RelocationException} or
 * programs; never another exception, a hang, or more memory than a machine has.
 */
class ObjectMutationTest {
    private static final long SEED = 20250118;
    private static final int ROUNDS = 250;
    private static final List<String> OBJECTS = List.of(
            "firewall",
            "load_balancer",
            "map_in_map",
            "externs",
            "subprograms",
            "tail_calls",
            "size_histogram",
            "timers",
            "for_each",
            "legacy_samples",
            "legacy_samples_inner",
            "legacy_iproute2",
            "legacy_android");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void mutationsAreReadOrRefused(int which) {
        byte[] original = Fixtures.bytes(OBJECTS.get(which));
        Random random = new Random(SEED + which);
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] mutated = mutate(original, random);
            String what = OBJECTS.get(which) + ", seed " + (SEED + which) + ", round " + round;
            read += Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> use(mutated, what), what);
        }
        assertThat(read).isBetween(ROUNDS / 20, ROUNDS);
    }

    /** Half of the changes hit what everything hangs on: headers, the tables of sections and symbols, types. */
    private static byte[] mutate(byte[] original, Random random) {
        byte[] mutated = original.clone();
        ByteBuffer file = ByteBuffer.wrap(mutated).order(ByteOrder.LITTLE_ENDIAN);
        int table = (int) file.getLong(40);
        int sections = file.getShort(60);
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(mutated.length);
            if (random.nextInt(4) == 0) {
                at = table + random.nextInt(sections * 64);
            }
            switch (random.nextInt(4)) {
                case 0 -> mutated[at] = (byte) random.nextInt();
                case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> mutated[at & ~3] = (byte) random.nextInt(64);
                default -> file.putInt(Math.min(at & ~3, mutated.length - 4), random.nextInt());
            }
        }
        return random.nextInt(20) == 0 ? java.util.Arrays.copyOf(mutated, random.nextInt(mutated.length)) : mutated;
    }

    private static int use(byte[] bytes, String what) {
        ObjectSpec object;
        try {
            object = ObjectReader.read("mutated.bpf.o", bytes);
        } catch (MalformedObjectException e) {
            assertThat(e).hasMessageStartingWith("mutated.bpf.o: ").hasMessageContaining(", expected ");
            return 0;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return fail(what, e);
        }
        try {
            dump(object);
            link(object);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return fail(what, e);
        }
        return 1;
    }

    private static void dump(ObjectSpec object) {
        for (ProgramSpec program : object.programs()) {
            assertThat(ProgramDump.unlinked(object, program).text()).isNotEmpty();
            try {
                assertThat(ProgramDump.linked(object, program, KernelConfig.reference())
                                .text())
                        .isNotEmpty();
            } catch (RelocationException e) {
                assertThat(e).hasMessageStartingWith("mutated.bpf.o: ");
            }
        }
    }

    private static void link(ObjectSpec object) {
        Kernel kernel = new Kernel(KernelConfig.reference().withMemoryLimitBytes(32 << 20));
        try {
            LinkedObject linked = Linker.link(object, kernel);
            for (ProgramSpec program : object.programs()) {
                try {
                    assertThat(linked.image(program.name()).code().size()).isPositive();
                } catch (RelocationException e) {
                    assertThat(e).hasMessageStartingWith("mutated.bpf.o: ");
                }
            }
        } catch (RelocationException e) {
            assertThat(e).hasMessageStartingWith("mutated.bpf.o: ");
        }
    }
}
