package dev.skep.kernel.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.math.BigInteger;
import java.util.List;
import java.util.function.LongConsumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.ShortRange;
import org.jspecify.annotations.Nullable;

/** No address, of all 2^64, leads out of the region, and none in it is refused. */
class AddressSpaceProperties {
    private static final BigInteger BASE = unsigned(AddressSpace.BASE);

    private final AddressSpace memory = new AddressSpace(1 << 24, MemoryChecking.BOUNDS);

    /** Any address, with those near the ends of the region and of the numbers much more often than chance has them. */
    @Provide
    Arbitrary<Long> addresses() {
        Arbitrary<Long> near = Arbitraries.longs().between(-64, 64);
        Arbitrary<Long> corners = Arbitraries.of(
                0L,
                -1L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                AddressSpace.BASE,
                memory.end(),
                0xffff_ffffL,
                0x8000_0000_0000L);
        return Arbitraries.oneOf(
                Arbitraries.longs(),
                net.jqwik.api.Combinators.combine(corners, near).as(Long::sum),
                Arbitraries.longs().between(AddressSpace.BASE, memory.end()));
    }

    private static BigInteger unsigned(long number) {
        return new BigInteger(Long.toUnsignedString(number));
    }

    /** What the translation must say, in numbers that cannot overflow. */
    private boolean isInside(long address, long length) {
        BigInteger first = unsigned(address);
        BigInteger behind = first.add(unsigned(length));
        return first.compareTo(BASE) >= 0 && behind.compareTo(unsigned(memory.end())) <= 0;
    }

    @Property(tries = 20_000)
    void everyAccessOutsideFaultsAndNoneInside(@ForAll("addresses") long address) {
        check(address, 1, AccessKind.READ, memory::readByte);
        check(address, 2, AccessKind.READ, memory::readShort);
        check(address, 4, AccessKind.READ, memory::readInt);
        check(address, 8, AccessKind.READ, memory::readLong);
        check(address, 1, AccessKind.WRITE, at -> memory.writeByte(at, (byte) 1));
        check(address, 2, AccessKind.WRITE, at -> memory.writeShort(at, (short) 1));
        check(address, 4, AccessKind.WRITE, at -> memory.writeInt(at, 1));
        check(address, 8, AccessKind.WRITE, at -> memory.writeLong(at, 1));
        check(address, 4, AccessKind.READ, at -> memory.getAndAddInt(at, 1));
        check(address, 8, AccessKind.READ, at -> memory.getAndAddLong(at, 1));
        check(address, 4, AccessKind.READ, at -> memory.compareAndExchangeInt(at, 0, 1));
        check(address, 8, AccessKind.READ, at -> memory.compareAndExchangeLong(at, 0, 1));
    }

    private void check(long address, int size, AccessKind kind, LongConsumer access) {
        Throwable thrown = catchThrowable(() -> access.accept(address));
        if (isInside(address, size)) {
            assertThat(thrown).isNull();
            return;
        }
        assertThat(thrown).isInstanceOf(MemoryFault.class);
        MemoryFault fault = (MemoryFault) thrown;
        assertThat(fault.address()).isEqualTo(address);
        assertThat(fault.size()).isEqualTo(size);
        assertThat(fault.access()).isEqualTo(kind);
        assertThat(fault.reason()).isEqualTo(MemoryFault.Reason.UNMAPPED);
    }

    @Property(tries = 10_000)
    void aRangeIsInsideExactlyWhenAllItsBytesAre(@ForAll("addresses") long address, @ForAll("addresses") long length) {
        assertThat(memory.contains(address, length)).isEqualTo(length >= 0 && isInside(address, length));
    }

    /** Where a pointer is deep, the offset of no instruction leads out of the region, or to other bytes. */
    @Property(tries = 20_000)
    void noOffsetLeadsOutOfTheRegionFromDeepInIt(
            @ForAll("pointers") long pointer, @ForAll @ShortRange(min = Short.MIN_VALUE) short offset) {
        long depth = AddressSpace.depth(pointer);
        if (!memory.isDeep(depth, offset)) {
            return;
        }
        long address = pointer + offset;
        assertThat(isInside(address, Long.BYTES)).isTrue();
        memory.setLongAt(depth, offset, address);
        assertThat(memory.readLong(address)).isEqualTo(address);
        assertThat(memory.longAt(depth, offset)).isEqualTo(address);
        memory.setIntAt(depth, offset, 0x0102_0304);
        assertThat(memory.readInt(address)).isEqualTo(0x0102_0304);
        assertThat(memory.intAt(depth, offset)).isEqualTo(0x0102_0304);
        memory.setShortAt(depth, offset, (short) 0x0506);
        assertThat(memory.readShort(address)).isEqualTo((short) 0x0506);
        assertThat(memory.shortAt(depth, offset)).isEqualTo((short) 0x0506);
        memory.setByteAt(depth, offset, (byte) 7);
        assertThat(memory.readByte(address)).isEqualTo((byte) 7);
        assertThat(memory.byteAt(depth, offset)).isEqualTo((byte) 7);
    }

    /** Addresses, and those as far from the ends of the region as offsets reach. */
    @Provide
    Arbitrary<Long> pointers() {
        Arbitrary<Long> far = Arbitraries.longs().between(-40_000, 40_000);
        Arbitrary<Long> ends = Arbitraries.of(AddressSpace.BASE, memory.end());
        return Arbitraries.oneOf(
                addresses(), net.jqwik.api.Combinators.combine(ends, far).as(Long::sum));
    }

    @Example
    void mostOfTheRegionIsDeep() {
        long middle = AddressSpace.depth(AddressSpace.BASE + (memory.end() - AddressSpace.BASE) / 2);
        assertThat(memory.isDeep(middle, Short.MIN_VALUE)).isTrue();
        assertThat(memory.isDeep(middle, Short.MAX_VALUE)).isTrue();
        AddressSpace strict = new AddressSpace(1 << 24, MemoryChecking.STRICT);
        assertThat(strict.isDeep(middle, 0)).isFalse();
    }

    @Property(tries = 5_000)
    void copiesNeverLeaveTheRegion(
            @ForAll("addresses") long from,
            @ForAll("addresses") long to,
            @ForAll @IntRange(min = 0, max = 5000) int length) {
        Throwable thrown = catchThrowable(() -> memory.copy(from, to, length));
        boolean inside = length == 0 || (isInside(from, length) && isInside(to, length));
        if (inside) {
            assertThat(thrown).isNull();
        } else {
            assertThat(thrown).isInstanceOf(MemoryFault.class);
        }
    }

    @Property(tries = 5_000)
    void manyBytesNeverComeFromOutside(
            @ForAll("addresses") long address, @ForAll @IntRange(min = 1, max = 5000) int length) {
        List<Throwable> thrown = java.util.Arrays.asList(
                catchThrowable(() -> memory.bytes(address, length)),
                catchThrowable(() -> memory.write(address, new byte[length])),
                catchThrowable(() -> memory.fill(address, length, (byte) 7)),
                catchThrowable(() -> memory.equalBytes(address, address, length)));
        for (@Nullable Throwable each : thrown) {
            if (isInside(address, length)) {
                assertThat(each).isNull();
            } else {
                assertThat(each).isInstanceOf(MemoryFault.class);
            }
        }
    }

    @Property(tries = 2_000)
    void freeingWhatWasNeverGivenOutFaults(@ForAll("addresses") long address) {
        assertThatThrownBy(() -> memory.free(address)).isInstanceOf(MemoryFault.class);
    }
}
