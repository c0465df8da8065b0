package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EBUSY;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.EOPNOTSUPP;
import static dev.skep.kernel.Errno.ERANGE;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.KernelOops;
import dev.skep.kernel.memory.AddressSpace;
import java.util.Arrays;

/**
 * BPF_MAP_TYPE_ARENA: pages that a program shares with user space. Counterpart: {@code kernel/bpf/arena.c}.
 *
 * <pre>
 *   user space sees      userStart ............ userStart + size      within one range of 4 GiB
 *   programs access      the lower half of such an address, plus a signed 16-bit offset
 * </pre>
 *
 * A program's access to a page that is not there reads zeros and writes nothing, as the kernel's exception table has
 * it.
 */
public final class Arena extends BpfMap {
    /** Where user space maps an arena that says nothing about it. */
    public static final long ANYWHERE = 0x1000_0000_0000L;

    private static final int PAGE = AddressSpace.PAGE_SIZE;
    private static final int PAGE_SHIFT = 12;
    private static final long SPACE = 1L << 32;
    private static final long GUARD = 1L << 15;
    private static final int FLAGS = MapFlags.MMAPABLE | MapFlags.SEGV_ON_FAULT | MapFlags.NO_USER_CONV;
    private static final long LOW = 0xffff_ffffL;

    private final long userStart;
    private final int pageCount;
    private final FreeRanges free;

    /** By page of the arena its address in simulated memory; 0 where no page is. As long as it was needed. */
    private long[] pages = new long[16];

    Arena(MapCreation creation) {
        check(creation);
        super(creation);
        this.userStart = spec.extra() == 0 ? ANYWHERE : spec.extra();
        this.pageCount = (int) maxEntries;
        this.free = new FreeRanges(pageCount);
    }

    private static void check(MapCreation creation) {
        MapSpec spec = creation.spec();
        creation.require(spec.keySize() == 0 && spec.valueSize() == 0, EINVAL, "key_size and value_size are 0");
        creation.require(spec.maxEntries() != 0, EINVAL, "max_entries 0");
        creation.require(
                spec.has(MapFlags.MMAPABLE) && (spec.flags() & ~FLAGS) == 0, EINVAL, "map_flags without MMAPABLE");
        creation.require(spec.extra() % PAGE == 0, EINVAL, "map_extra in the middle of a page");
        long bytes = spec.entries() << PAGE_SHIFT;
        creation.require(bytes <= SPACE, E2BIG, "more than 4 GiB");
        creation.require(
                spec.extra() >>> 32 == spec.extra() + bytes - 1 >>> 32,
                ERANGE,
                "map_extra in another 4 GiB than its end");
    }

    /** A map that a program hands to a kernel function. */
    public static Arena of(BpfMap map) {
        if (map instanceof Arena arena) {
            return arena;
        }
        throw new KernelOops("map " + map.name() + " is no arena");
    }

    /** Where user space sees its first page. */
    public long userStart() {
        return userStart;
    }

    /** Whether an access of a program through a pointer into its arena goes here. */
    public static boolean isInWindow(long address) {
        return Long.compareUnsigned(address + GUARD, SPACE + 2 * GUARD) < 0;
    }

    /** The user's address of what a program has a pointer to; the lower half of NULL stays NULL. */
    public long toUser(long pointer) {
        long low = pointer & LOW;
        return low == 0 || spec.has(MapFlags.NO_USER_CONV) ? low : low | userStart & ~LOW;
    }

    /** What a program accesses at a user's address. */
    public static long toProgram(long user) {
        return user & LOW;
    }

    /** Address in simulated memory of a byte that a program means; 0 when no page is there. */
    public long translate(long address) {
        long offset = address - (userStart & LOW) & LOW;
        int page = (int) (offset >>> PAGE_SHIFT);
        long start = address >= 0 && address < SPACE && page < pages.length ? pages[page] : 0;
        return start == 0 ? 0 : start + (offset & PAGE - 1);
    }

    /** Whether an access of so many bytes stays in one page. */
    private static boolean isInOnePage(long address, int size) {
        return (address & PAGE - 1) <= PAGE - size;
    }

    /** Reads 1, 2, 4 or 8 bytes, zero-extended. */
    public long read(long address, int size) {
        long at = translate(address);
        if (at == 0 || !isInOnePage(address, size)) {
            return readPieces(address, size);
        }
        return switch (size) {
            case 1 -> Byte.toUnsignedLong(memory.readByte(at));
            case 2 -> Short.toUnsignedLong(memory.readShort(at));
            case 4 -> Integer.toUnsignedLong(memory.readInt(at));
            default -> memory.readLong(at);
        };
    }

    /** An access that touches a page which is not there reads zero as a whole. */
    @TruffleBoundary
    private long readPieces(long address, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            long at = translate(address + i);
            if (at == 0) {
                return 0;
            }
            value |= Byte.toUnsignedLong(memory.readByte(at)) << i * 8;
        }
        return value;
    }

    /** Writes 1, 2, 4 or 8 bytes; nothing where a page is not there. */
    public void write(long address, int size, long value) {
        long at = translate(address);
        if (at == 0 || !isInOnePage(address, size)) {
            writePieces(address, size, value);
            return;
        }
        switch (size) {
            case 1 -> memory.writeByte(at, (byte) value);
            case 2 -> memory.writeShort(at, (short) value);
            case 4 -> memory.writeInt(at, (int) value);
            default -> memory.writeLong(at, value);
        }
    }

    @TruffleBoundary
    private void writePieces(long address, int size, long value) {
        if (translate(address) == 0 || translate(address + size - 1) == 0) {
            return;
        }
        for (int i = 0; i < size; i++) {
            memory.writeByte(translate(address + i), (byte) (value >>> i * 8));
        }
    }

    private int pageOf(long user) {
        return (int) ((user - userStart & LOW) >>> PAGE_SHIFT);
    }

    /**
     * Puts pages in: {@code bpf_arena_alloc_pages}.
     *
     * @param user where user space is to see them; 0 for anywhere
     * @return the user's address of the first; 0 when that does not go
     */
    @TruffleBoundary
    public long allocatePages(long user, long count, long flags) {
        long wanted = count & LOW;
        if (flags != 0 || wanted == 0 || wanted > pageCount || user % PAGE != 0) {
            return 0;
        }
        long first = user == 0 ? free.find(wanted) : Integer.toUnsignedLong(pageOf(user));
        if (first < 0 || first > pageCount - wanted || !free.contains(first, wanted)) {
            return 0;
        }
        try {
            for (long page = first; page < first + wanted; page++) {
                put((int) page);
            }
        } catch (KernelException noMemory) {
            return 0;
        }
        free.take(first, wanted);
        return (userStart & ~LOW) + (userStart + (first << PAGE_SHIFT) & LOW);
    }

    private void put(int page) {
        if (page >= pages.length) {
            pages = Arrays.copyOf(pages, Math.min(pageCount, Math.max(page + 1, 2 * pages.length)));
        }
        if (pages[page] == 0) {
            pages[page] = memory.allocate(PAGE, PAGE, "page of arena " + name());
        }
    }

    /** Takes pages out, and makes their places free: {@code bpf_arena_free_pages}. */
    @TruffleBoundary
    public void freePages(long user, long count) {
        if (user == 0 || (count & LOW) == 0) {
            return;
        }
        long full = (userStart & ~LOW) + (user & LOW & -PAGE);
        long end = Math.min(userStart + ((long) pageCount << PAGE_SHIFT), full + ((count & LOW) << PAGE_SHIFT));
        if (full < userStart || full >= end) {
            return;
        }
        long first = pageOf(full);
        long pagesToFree = end - full >>> PAGE_SHIFT;
        free.give(first, pagesToFree);
        for (long page = first; page < first + pagesToFree && page < pages.length; page++) {
            if (pages[(int) page] != 0) {
                memory.free(pages[(int) page]);
                pages[(int) page] = 0;
            }
        }
    }

    /**
     * Keeps a range for nobody: {@code bpf_arena_reserve_pages}; EINVAL outside of the arena, EBUSY when it is taken.
     */
    @TruffleBoundary
    public int reservePages(long user, long count) {
        long wanted = count & LOW;
        if (wanted == 0) {
            return 0;
        }
        long first = pageOf(user);
        if (first + wanted > pageCount) {
            return EINVAL.result();
        }
        if (!free.contains(first, wanted)) {
            return EBUSY.result();
        }
        free.take(first, wanted);
        return 0;
    }

    /** What user space writes through its mapping, which puts pages in where there are none. */
    public void writeAsUser(long offset, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            int page = (int) (offset + i >>> PAGE_SHIFT);
            if (page >= pageCount) {
                throw new KernelException(ERANGE, "map " + name() + ": byte " + (offset + i) + " behind its end");
            }
            put(page);
            if (free.contains(page, 1)) {
                free.take(page, 1);
            }
            memory.writeByte(pages[page] + (offset + i & PAGE - 1), bytes[i]);
        }
    }

    /** What user space reads through its mapping; zeros where no page is. */
    public byte[] readAsUser(long offset, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            int page = (int) (offset + i >>> PAGE_SHIFT);
            bytes[i] = page < pages.length && pages[page] != 0
                    ? memory.readByte(pages[page] + (offset + i & PAGE - 1))
                    : 0;
        }
        return bytes;
    }

    @Override
    public long directValue(long offset) {
        if (Long.compareUnsigned(offset, (long) pageCount << PAGE_SHIFT) > 0) {
            throw new KernelException(ERANGE, "map " + name() + ": direct value behind its end");
        }
        return userStart + offset;
    }

    @Override
    public int update(int cpu, long key, long value, long flags) {
        return EOPNOTSUPP.result();
    }

    @Override
    public int delete(int cpu, long key) {
        return EOPNOTSUPP.result();
    }

    @Override
    int nextKey(long key, long next) {
        return EOPNOTSUPP.result();
    }
}
