package dev.skep.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KernelTest {

    @Test
    void errnosAreFoundByEitherSign() {
        assertThat(Errno.of(22)).isEqualTo(Errno.EINVAL);
        assertThat(Errno.of(-524)).isEqualTo(Errno.ENOTSUPP);
        assertThat(Errno.of(0)).isNull();
        assertThat(Errno.of(41)).isNull();
        assertThat(Errno.of(Long.MIN_VALUE)).isNull();
        assertThat(Errno.EINVAL.result()).isEqualTo(-22);
        assertThat(Errno.EINVAL.sentence()).isEqualTo("Invalid argument");
    }

    @Test
    void errnosAreDistinct() {
        Set<Integer> numbers = new HashSet<>();
        for (Errno errno : Errno.values()) {
            assertThat(numbers.add(errno.number())).as(errno.name()).isTrue();
        }
        assertThat(numbers).hasSizeGreaterThan(130);
    }

    @Test
    void aVersionIsReadAndCompared() {
        KernelVersion version = KernelVersion.parse("6.18.44-generic");

        assertThat(version).isEqualTo(KernelVersion.REFERENCE).hasToString("6.18.44");
        assertThat(version.code()).isEqualTo(0x06122c);
        assertThat(version.atLeast(6, 18)).isTrue();
        assertThat(version.atLeast(6, 19)).isFalse();
        assertThat(version).isGreaterThan(KernelVersion.parse("5.99")).isLessThan(KernelVersion.parse("6.18.45"));
        assertThat(new KernelVersion(4, 14, 336).code()).isEqualTo(0x040eff);
        assertThatThrownBy(() -> KernelVersion.parse("six")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KernelVersion.parse("6.99999999999")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void randomNumbersDependOnSeedAndCpuOnly() {
        Kernel first = new Kernel(KernelConfig.reference().withSeed(5));
        Kernel second = new Kernel(KernelConfig.reference().withSeed(5));
        Kernel other = new Kernel(KernelConfig.reference().withSeed(6));
        int same = 0;
        for (int i = 0; i < 1000; i++) {
            int number = first.random().nextInt(0);
            second.random().nextInt(1); // the other CPU's sequence is its own
            assertThat(second.random().nextInt(0)).isEqualTo(number);
            same += other.random().nextInt(0) == number ? 1 : 0;
        }
        assertThat(same).isLessThan(3);
    }

    @Test
    void randomBitsAreBalanced() {
        RandomNumbers random = new Kernel(KernelConfig.reference()).random();
        int ones = 0;
        for (int i = 0; i < 100_000; i++) {
            ones += Integer.bitCount(random.nextInt(0));
        }
        assertThat(ones).isBetween(1_595_000, 1_605_000);
    }

    @Test
    void anImpossibleMachineIsRefused() {
        KernelConfig config = KernelConfig.reference();

        assertThatThrownBy(() -> config.withCpus(0)).hasMessageContaining("cpus 0");
        assertThatThrownBy(() -> config.withCpus(257)).hasMessageContaining("cpus 257");
        assertThatThrownBy(() -> config.withMemoryLimitBytes(1)).hasMessageContaining("memory limit 1");
        assertThatThrownBy(() -> config.withInstructionBudget(0)).hasMessageContaining("budget");
        assertThatThrownBy(() -> config.withUptimeNs(-1)).hasMessageContaining("1970");
    }
}
