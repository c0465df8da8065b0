package dev.skep.kernel.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StrictModeTest {
    private final AddressSpace memory = new AddressSpace(16 << 20, MemoryChecking.STRICT);
    private String place = "nowhere";

    private long allocate(long length, String what, String where) {
        memory.reportPlacesWith(() -> place);
        place = where;
        return memory.allocate(length, 8, what);
    }

    private MemoryFault fault(String where, ThrowingCallable access) {
        place = where;
        return catchThrowableOfType(MemoryFault.class, access);
    }

    @Test
    void anAccessBehindAnAllocationNamesBothPlaces() {
        long address = allocate(20, "value of flows", "map_create");

        MemoryFault fault = fault("xdp_prog:12", () -> memory.readInt(address + 18));

        assertThat(fault.reason()).isEqualTo(MemoryFault.Reason.OUT_OF_BOUNDS);
        assertThat(fault.getMessage())
                .contains("read at xdp_prog:12", "0 bytes behind value of flows (20 bytes)", "allocated by map_create");
        assertThat(fault.address()).isEqualTo(address + 18);
    }

    @Test
    void anAccessBeforeAnAllocationIsFound() {
        long address = allocate(8, "object", "here");

        MemoryFault fault = fault("there", () -> memory.writeByte(address - 1, (byte) 1));

        assertThat(fault.reason()).isEqualTo(MemoryFault.Reason.OUT_OF_BOUNDS);
        assertThat(fault.history()).contains("1 bytes before object");
    }

    @Test
    void useAfterFreeNamesWhoAllocatedAndWhoFreed() {
        long address = allocate(64, "skb", "netdev");
        place = "consume_skb";
        memory.free(address);

        MemoryFault fault = fault("tc_prog:3", () -> memory.readLong(address + 8));

        assertThat(fault.reason()).isEqualTo(MemoryFault.Reason.USE_AFTER_FREE);
        assertThat(fault.history()).contains("8 bytes into skb", "allocated by netdev", "freed by consume_skb");
    }

    @Test
    void freedMemoryIsNotGivenOutForAWhile() {
        long address = allocate(64, "skb", "netdev");
        memory.free(address);

        assertThat(memory.allocate(64, 8, "other")).isNotEqualTo(address);
    }

    @Test
    void quarantineEndsAndTheMemoryIsUsedAgain() {
        for (int i = 0; i < 10_000; i++) {
            memory.free(allocate(4096, "packet", "loop"));
        }

        assertThat(memory.end() - AddressSpace.BASE).isLessThan(8 << 20);
    }

    @Test
    void readsOfWhatWasNeverWrittenAreFound() {
        long address = allocate(16, "record", "ringbuf_reserve");
        memory.markUninitialised(address, 16);
        memory.writeLong(address, 1);

        assertThat(memory.readLong(address)).isEqualTo(1);
        MemoryFault fault = fault("prog:5", () -> memory.readInt(address + 8));
        assertThat(fault.reason()).isEqualTo(MemoryFault.Reason.UNINITIALISED);
    }

    @Test
    void copyingCarriesAlongWhatWasNeverWritten() {
        long from = allocate(16, "stack", "prog");
        long to = allocate(16, "value", "map");
        memory.markUninitialised(from, 16);
        memory.writeInt(from, 1);
        memory.copy(from, to, 16);

        assertThat(memory.readInt(to)).isEqualTo(1);
        assertThat(fault("prog:9", () -> memory.readInt(to + 8)).reason()).isEqualTo(MemoryFault.Reason.UNINITIALISED);
    }

    @Test
    void freeingTwiceNamesTheFirstTime() {
        long address = allocate(8, "object", "maker");
        place = "first";
        memory.free(address);

        MemoryFault fault = fault("second", () -> memory.free(address));

        assertThat(fault.reason()).isEqualTo(MemoryFault.Reason.DOUBLE_FREE);
        assertThat(fault.history()).contains("freed by first");
    }

    @Test
    void memoryThatWasNeverAllocatedFaults() {
        assertThat(fault("prog:1", () -> memory.readByte(AddressSpace.BASE)).reason())
                .isEqualTo(MemoryFault.Reason.OUT_OF_BOUNDS);
        assertThat(fault("prog:1", () -> memory.readByte(memory.end() - 1)).reason())
                .isEqualTo(MemoryFault.Reason.OUT_OF_BOUNDS);
        assertThat(fault("prog:1", () -> memory.readByte(0)).reason()).isEqualTo(MemoryFault.Reason.UNMAPPED);
    }
}
