package dev.skep.kernel.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AddressSpaceTest {

    private static AddressSpace space() {
        return new AddressSpace(64 << 20, MemoryChecking.BOUNDS);
    }

    @Test
    void bytesAreLittleEndianAtAnyAlignment() {
        AddressSpace memory = space();
        long address = memory.allocate(32, 8, "test");
        for (int shift = 0; shift < 8; shift++) {
            memory.writeLong(address + shift, 0x0807060504030201L);
            assertThat(memory.bytes(address + shift, 8)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
            assertThat(memory.readInt(address + shift + 1)).isEqualTo(0x05040302);
            assertThat(memory.readShort(address + shift + 5)).isEqualTo((short) 0x0706);
            assertThat(memory.readByte(address + shift + 7)).isEqualTo((byte) 8);
        }
    }

    @Test
    void atomicsGiveWhatWasThere() {
        AddressSpace memory = space();
        long address = memory.allocate(8, 8, "test");
        memory.writeLong(address, 0b1100);

        assertThat(memory.getAndAddLong(address, 1)).isEqualTo(0b1100);
        assertThat(memory.getAndAndLong(address, 0b0111)).isEqualTo(0b1101);
        assertThat(memory.getAndOrLong(address, 0b1000)).isEqualTo(0b0101);
        assertThat(memory.getAndXorLong(address, 0b1111)).isEqualTo(0b1101);
        assertThat(memory.getAndSetLong(address, 99)).isEqualTo(0b0010);
        assertThat(memory.compareAndExchangeLong(address, 1, 2)).isEqualTo(99);
        assertThat(memory.compareAndExchangeLong(address, 99, 2)).isEqualTo(99);
        assertThat(memory.readLong(address)).isEqualTo(2);
    }

    @Test
    void atomicsOnHalfAWordLeaveTheOtherHalf() {
        AddressSpace memory = space();
        long address = memory.allocate(8, 8, "test");
        memory.writeLong(address, 0x11111111_ffffffffL);

        assertThat(memory.getAndAddInt(address, 1)).isEqualTo(-1);
        assertThat(memory.readLong(address)).isEqualTo(0x11111111_00000000L);
        assertThat(memory.compareAndExchangeInt(address + 4, 0x11111111, 7)).isEqualTo(0x11111111);
        assertThat(memory.readLong(address)).isEqualTo(0x00000007_00000000L);
    }

    @Test
    void overlappingCopiesKeepTheBytes() {
        AddressSpace memory = space();
        long address = memory.allocate(256, 8, "test");
        byte[] bytes = new byte[100];
        new Random(1).nextBytes(bytes);
        for (int distance = -40; distance <= 40; distance++) {
            memory.write(address + 64, bytes);
            memory.copy(address + 64, address + 64 + distance, 60);
            assertThat(memory.bytes(address + 64 + distance, 60)).isEqualTo(java.util.Arrays.copyOf(bytes, 60));
        }
    }

    @Test
    void whatWasWrittenSurvivesGrowth() {
        AddressSpace memory = space();
        long early = memory.allocate(8, 8, "test");
        memory.writeLong(early, 42);
        long end = memory.end();
        long large = memory.allocate(8 << 20, 8, "large");

        assertThat(memory.end()).isGreaterThan(end);
        assertThat(memory.readLong(early)).isEqualTo(42);
        assertThat(memory.readLong(large + (8 << 20) - 8)).isZero();
    }

    @Test
    void moreThanTheLimitIsEnomem() {
        AddressSpace memory = space();

        assertThatThrownBy(() -> memory.allocate(65 << 20, 8, "too much"))
                .isInstanceOf(KernelException.class)
                .extracting(e -> ((KernelException) e).errno())
                .isEqualTo(Errno.ENOMEM);
        assertThat(memory.allocate(32 << 20, 8, "half")).isNotZero();
    }

    @Test
    void theSameCallsGiveTheSameAddresses() {
        assertThat(addressesOf(7)).isEqualTo(addressesOf(7));
    }

    private static List<Long> addressesOf(long seed) {
        AddressSpace memory = space();
        Random random = new Random(seed);
        List<Long> live = new ArrayList<>();
        List<Long> given = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            if (!live.isEmpty() && random.nextInt(3) == 0) {
                memory.free(live.remove(random.nextInt(live.size())));
            } else {
                long address = memory.allocate(1 + random.nextInt(9000), 8, "test");
                live.add(address);
                given.add(address);
            }
        }
        return given;
    }

    @Test
    void allocationsAreAlignedZeroedAndApart() {
        for (MemoryChecking checking : MemoryChecking.values()) {
            AddressSpace memory = new AddressSpace(64 << 20, checking);
            Random random = new Random(11);
            Map<Long, Integer> live = new HashMap<>();
            for (int i = 0; i < 3000; i++) {
                int alignment = 1 << random.nextInt(13);
                int length = 1 + random.nextInt(random.nextBoolean() ? 200 : 6000);
                long address = memory.allocate(length, alignment, "test");
                assertThat(address % alignment).isZero();
                assertThat(memory.bytes(address, length)).containsOnly(0);
                memory.fill(address, length, (byte) 0xff);
                live.put(address, length);
                if (random.nextInt(3) == 0) {
                    long victim = live.keySet().iterator().next();
                    live.remove(victim);
                    memory.free(victim);
                }
            }
            live.forEach((address, length) ->
                    assertThat(memory.bytes(address, length)).containsOnly(0xff));
        }
    }

    @Test
    void freedMemoryIsUsedAgain() {
        AddressSpace memory = space();
        long first = memory.allocate(100, 8, "test");
        long page = memory.allocate(10_000, 8, "test");
        memory.free(first);
        memory.free(page);

        assertThat(memory.allocate(100, 8, "test")).isEqualTo(first);
        assertThat(memory.allocate(9_000, 8, "test")).isEqualTo(page);
    }

    @Test
    void freeingTwiceFaults() {
        AddressSpace memory = space();
        long small = memory.allocate(100, 8, "test");
        long large = memory.allocate(10_000, 8, "test");
        memory.free(small);
        memory.free(large);

        assertThatThrownBy(() -> memory.free(small)).isInstanceOf(MemoryFault.class);
        assertThatThrownBy(() -> memory.free(large)).isInstanceOf(MemoryFault.class);
        assertThatThrownBy(() -> memory.free(small + 16)).isInstanceOf(MemoryFault.class);
    }
}
