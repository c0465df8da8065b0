package dev.skep.kernel.memory;

import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides where allocations lie; deals in offsets, owns no memory. Counterpart: SLUB and the page allocator, without
 * chance.
 *
 * <p>Small blocks are cut from slabs of one size class, freed ones are reused last in, first out. From a page on,
 * blocks are runs of pages, taken from the lowest address where they fit; neighbours that are free are one run.
 *
 * <pre>
 *   size      1 .. 1024   multiples of 16
 *          1025 .. 4080   multiples of 128
 *          4081 ..        whole pages
 * </pre>
 */
final class Heap {
    private static final int PAGE = AddressSpace.PAGE_SIZE;
    private static final int GRANULE = 16;
    private static final int SLAB = 4 * PAGE;
    private static final int FINE_CLASSES = 1024 / 16;
    private static final int CLASSES = FINE_CLASSES + (PAGE - 1024) / 128;

    private final long limit;
    private final SizeClass[] classes = new SizeClass[CLASSES];
    private final TreeMap<Long, Long> freeRuns = new TreeMap<>();
    private final TreeMap<Long, Long> usedRuns = new TreeMap<>();

    /** For each page the size class that it is cut into plus one; 0 for all other pages. */
    private byte[] pageClass = new byte[1024];

    /** For each granule whether a small block that is given out begins there. */
    private final BitSet smallBlocks = new BitSet();

    /** The first page is never given out: an offset of 0 is nobody's. */
    private long top = PAGE;

    Heap(long limit) {
        this.limit = limit;
    }

    long allocate(long length, int alignment) {
        long rounded = (length + alignment - 1) & -alignment;
        int index = classOf(rounded, alignment);
        return index < CLASSES ? allocateSmall(index) : allocateRun((rounded + PAGE - 1) & -PAGE);
    }

    /** The class that blocks of this size come from, or {@link #CLASSES} for runs of pages. */
    private static int classOf(long length, int alignment) {
        for (long size = length; size <= PAGE - GRANULE; size = sizeOf(classAt(size)) + 1L) {
            int index = classAt(size);
            if (sizeOf(index) % alignment == 0) {
                return index;
            }
        }
        return CLASSES;
    }

    private static int classAt(long length) {
        return (int) (length <= 1024 ? (length - 1) / 16 : FINE_CLASSES + (length - 1025) / 128);
    }

    private static int sizeOf(int index) {
        return index < FINE_CLASSES ? (index + 1) * 16 : 1024 + (index - FINE_CLASSES + 1) * 128;
    }

    private long allocateSmall(int index) {
        SizeClass sizeClass = classes[index];
        if (sizeClass == null) {
            sizeClass = new SizeClass(sizeOf(index));
            classes[index] = sizeClass;
        }
        if (sizeClass.isEmpty()) {
            long slab = takeRun(SLAB);
            markPages(slab, index);
            sizeClass.addSlab(slab);
        }
        long offset = sizeClass.take();
        smallBlocks.set((int) (offset / GRANULE));
        return offset;
    }

    private void markPages(long slab, int index) {
        int first = (int) (slab / PAGE);
        int behind = first + SLAB / PAGE;
        if (behind > pageClass.length) {
            pageClass = Arrays.copyOf(pageClass, Math.max(behind, pageClass.length * 2));
        }
        Arrays.fill(pageClass, first, behind, (byte) (index + 1));
    }

    private long allocateRun(long length) {
        long offset = takeRun(length);
        usedRuns.put(offset, length);
        return offset;
    }

    private long takeRun(long length) {
        Map.Entry<Long, Long> run = firstRunOf(length);
        if (run == null) {
            return takeTop(length);
        }
        long offset = run.getKey();
        long rest = run.getValue() - length;
        freeRuns.remove(offset);
        if (rest > 0) {
            freeRuns.put(offset + length, rest);
        }
        return offset;
    }

    private Map.@Nullable Entry<Long, Long> firstRunOf(long length) {
        for (Map.Entry<Long, Long> run : freeRuns.entrySet()) {
            if (run.getValue() >= length) {
                return run;
            }
        }
        return null;
    }

    private long takeTop(long length) {
        if (length > limit - top) {
            throw new KernelException(
                    Errno.ENOMEM,
                    "allocation of " + length + " bytes, with " + (limit - top) + " of " + limit + " left");
        }
        long offset = top;
        top += length;
        return offset;
    }

    void free(long offset) {
        Long run = usedRuns.remove(offset);
        if (run != null) {
            freeRun(offset, run);
            return;
        }
        int granule = (int) (offset / GRANULE);
        if (offset < 0 || offset >= top || offset % GRANULE != 0 || !smallBlocks.get(granule)) {
            throw new MemoryFault(
                    AddressSpace.BASE + offset,
                    0,
                    AccessKind.FREE,
                    MemoryFault.Reason.DOUBLE_FREE,
                    "nothing is allocated here");
        }
        smallBlocks.clear(granule);
        classes[pageClass[(int) (offset / PAGE)] - 1].give(offset);
    }

    private void freeRun(long offset, long length) {
        long start = offset;
        long size = length;
        Map.Entry<Long, Long> before = freeRuns.lowerEntry(offset);
        if (before != null && before.getKey() + before.getValue() == offset) {
            start = before.getKey();
            size += before.getValue();
            freeRuns.remove(start);
        }
        Long after = freeRuns.remove(offset + length);
        if (after != null) {
            size += after;
        }
        if (start + size == top) {
            top = start;
        } else {
            freeRuns.put(start, size);
        }
    }

    /** The blocks of one size: those never used in order of address, those freed on a stack. */
    private static final class SizeClass {
        private final int size;
        private long[] freed = new long[16];
        private int freedCount;
        private long next;
        private long end;

        SizeClass(int size) {
            this.size = size;
        }

        boolean isEmpty() {
            return freedCount == 0 && end - next < size;
        }

        void addSlab(long offset) {
            next = offset;
            end = offset + SLAB;
        }

        long take() {
            if (freedCount > 0) {
                freedCount--;
                return freed[freedCount];
            }
            long offset = next;
            next += size;
            return offset;
        }

        void give(long offset) {
            if (freedCount == freed.length) {
                freed = Arrays.copyOf(freed, freedCount * 2);
            }
            freed[freedCount] = offset;
            freedCount++;
        }
    }
}
