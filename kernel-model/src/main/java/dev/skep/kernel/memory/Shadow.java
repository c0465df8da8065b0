package dev.skep.kernel.memory;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Strict mode: one byte of state for each byte of memory, and the history of each allocation. Counterparts:
 * {@code mm/kasan}, {@code mm/kmsan}.
 *
 * <p>Each allocation lies between two redzones; what is freed waits in quarantine before it is given out again, so that
 * a late access meets it.
 */
final class Shadow {
    /** Bytes before and behind an allocation that nobody may touch; more where the alignment asks for it. */
    static final int REDZONE = 32;

    private static final long QUARANTINE_BYTES = 1 << 20;

    /** More memory than this cannot be watched. */
    static final long LARGEST = 1 << 30;

    private static final byte UNALLOCATED = 0;
    private static final byte INITIALISED = 1;
    private static final byte UNINITIALISED = 2;
    private static final byte FREED = 3;

    private final TreeMap<Long, Allocation> allocations = new TreeMap<>();
    private final ArrayDeque<Allocation> quarantine = new ArrayDeque<>();
    private long quarantined;
    private byte[] states;
    private Supplier<String> place = () -> "the kernel";

    /** @param freedAt where it was freed, while in quarantine */
    private record Allocation(
            long block,
            long offset,
            long length,
            String what,
            String allocatedAt,
            @Nullable String freedAt) {}

    Shadow(long size) {
        states = new byte[(int) size];
    }

    void reportPlacesWith(Supplier<String> source) {
        place = source;
    }

    void growTo(long size) {
        states = Arrays.copyOf(states, (int) size);
    }

    @TruffleBoundary
    void check(long offset, long length, AccessKind access) {
        for (int i = (int) offset; i < offset + length; i++) {
            byte state = states[i];
            if (access == AccessKind.READ ? state != INITIALISED : state != INITIALISED && state != UNINITIALISED) {
                throw report(offset, length, access, i);
            }
            states[i] = INITIALISED;
        }
    }

    void checkAllocated(long offset, long length, AccessKind access) {
        for (int i = (int) offset; i < offset + length; i++) {
            if (states[i] != INITIALISED && states[i] != UNINITIALISED) {
                throw report(offset, length, access, i);
            }
        }
    }

    void markInitialised(long offset, long length) {
        Arrays.fill(states, (int) offset, (int) (offset + length), INITIALISED);
    }

    void markUninitialised(long offset, long length) {
        Arrays.fill(states, (int) offset, (int) (offset + length), UNINITIALISED);
    }

    void copyStates(long from, long to, long length) {
        System.arraycopy(states, (int) from, states, (int) to, (int) length);
    }

    void allocated(long block, long offset, long length, long redzone, String what) {
        Arrays.fill(states, (int) block, (int) (offset + length + redzone), UNALLOCATED);
        markInitialised(offset, length);
        allocations.put(offset, new Allocation(block, offset, length, what, place.get(), null));
    }

    void freed(long offset, Heap heap) {
        Allocation live = allocations.get(offset);
        if (live == null || live.freedAt != null) {
            String history = live == null ? "nothing was allocated here" : describe(live, offset);
            throw new MemoryFault(
                    AddressSpace.BASE + offset, 0, AccessKind.FREE, MemoryFault.Reason.DOUBLE_FREE, history);
        }
        Allocation dead = new Allocation(live.block, offset, live.length, live.what, live.allocatedAt, place.get());
        Arrays.fill(states, (int) offset, (int) (offset + live.length), FREED);
        allocations.put(offset, dead);
        quarantine.addLast(dead);
        quarantined += dead.length;
        while (quarantined > QUARANTINE_BYTES) {
            Allocation oldest = quarantine.removeFirst();
            quarantined -= oldest.length;
            allocations.remove(oldest.offset);
            heap.free(oldest.block);
        }
    }

    private MemoryFault report(long offset, long length, AccessKind access, int culprit) {
        MemoryFault.Reason reason = switch (states[culprit]) {
            case FREED -> MemoryFault.Reason.USE_AFTER_FREE;
            case UNINITIALISED -> MemoryFault.Reason.UNINITIALISED;
            default -> MemoryFault.Reason.OUT_OF_BOUNDS;
        };
        String history = access + " at " + place.get() + "; " + nearest(culprit);
        return new MemoryFault(AddressSpace.BASE + offset, length, access, reason, history);
    }

    /** The allocation that the byte belongs to, or the one that it is closest to. */
    private String nearest(long offset) {
        Map.Entry<Long, Allocation> below = allocations.floorEntry(offset);
        Map.Entry<Long, Allocation> above = allocations.higherEntry(offset);
        if (below == null) {
            return above == null ? "nothing is allocated" : describe(above.getValue(), offset);
        }
        long behind = offset - (below.getKey() + below.getValue().length);
        boolean aboveIsCloser = above != null && above.getKey() - offset < behind;
        return describe(aboveIsCloser ? above.getValue() : below.getValue(), offset);
    }

    private static String describe(Allocation allocation, long offset) {
        long start = allocation.offset;
        long end = start + allocation.length;
        String where = offset < start
                ? (start - offset) + " bytes before "
                : offset < end ? (offset - start) + " bytes into " : (offset - end) + " bytes behind ";
        String text =
                where + allocation.what + " (" + allocation.length + " bytes), allocated by " + allocation.allocatedAt;
        return allocation.freedAt == null ? text : text + ", freed by " + allocation.freedAt;
    }
}
