package dev.skep.kernel.memory;

import static com.oracle.truffle.api.CompilerDirectives.inCompiledCode;
import static com.oracle.truffle.api.CompilerDirectives.transferToInterpreter;
import static com.oracle.truffle.api.CompilerDirectives.transferToInterpreterAndInvalidate;

import com.oracle.truffle.api.Assumption;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The simulated kernel's memory: one flat region that stands where the direct map of x86-64 stands. Little-endian on
 * every host; any alignment will do, as on x86. The machine executes one thing at a time, so a plain access is as good
 * as an atomic, acquiring or releasing one.
 *
 * <pre>
 *   {@link #BASE}               BASE + size
 *     | page | allocations ...       |            (an access that is not wholly in here is a {@link MemoryFault})
 *     never used                     moves up as the region grows
 * </pre>
 *
 * Nothing leaves the region: each access goes through the one translation, which subtracts the base and compares,
 * unsigned, with the size. The region begins small and grows by being copied; so only addresses are ever kept, never
 * the host memory behind them. Compiled code may take the host memory for constant: growth invalidates it.
 *
 * <p>Instructions reach memory through a pointer and a constant offset of 16 bits. Where the pointer is
 * {@linkplain #isDeep deep} enough in the region, no offset leads out of it: one comparison serves all accesses through
 * the same pointer.
 */
public final class AddressSpace {
    /** Where the direct map begins: {@code __PAGE_OFFSET_BASE_L4}. */
    public static final long BASE = 0xffff_8880_0000_0000L;

    public static final int PAGE_SIZE = 4096;

    /**
     * Small, so that a machine is made in no time; a page of host memory that is touched costs more than copying it
     * later.
     */
    static final int INITIAL_SIZE = 256 << 10;

    private static final int SMALL_COPY = 64;

    /** What the offset of an instruction and the width of an access can add to a pointer, or take from it. */
    private static final int MARGIN = (1 << 15) + Long.BYTES;

    private final long limit;
    private final @Nullable Shadow shadow;
    private final Heap heap;

    @CompilationFinal
    private HostMemory host;

    @CompilationFinal
    private long size;

    /** What compiled code relies on; null as long as there is none, since making the first one starts its runtime. */
    @CompilationFinal
    private @Nullable Assumption unmoved;

    /** An empty address space that may grow to so many bytes. */
    public AddressSpace(long limitBytes, MemoryChecking checking) {
        boolean strict = checking == MemoryChecking.STRICT;
        this.limit = (strict ? Math.min(limitBytes, Shadow.LARGEST) : limitBytes) & -PAGE_SIZE;
        this.size = Math.min(limit, INITIAL_SIZE);
        this.host = HostMemory.reserve(size);
        this.heap = new Heap(limit);
        this.shadow = strict ? new Shadow(size) : null;
    }

    /**
     * Whether all bytes from here on are mapped, so that plain access would not fault; what is allocated there does not
     * matter.
     */
    public boolean contains(long address, long length) {
        return length >= 0 && length <= size && Long.compareUnsigned(address - BASE, size - length) <= 0;
    }

    /** The first address behind the region, which moves up as it grows. */
    public long end() {
        return BASE + size;
    }

    // The one translation, once for each size of access so that the compiler sees constants.

    public byte readByte(long address) {
        return host().byteAt(translate(address, 1, AccessKind.READ));
    }

    public short readShort(long address) {
        return host().shortAt(translate(address, 2, AccessKind.READ));
    }

    public int readInt(long address) {
        return host().intAt(translate(address, 4, AccessKind.READ));
    }

    public long readLong(long address) {
        return host().longAt(translate(address, 8, AccessKind.READ));
    }

    public void writeByte(long address, byte value) {
        host().setByteAt(translate(address, 1, AccessKind.WRITE), value);
    }

    public void writeShort(long address, short value) {
        host().setShortAt(translate(address, 2, AccessKind.WRITE), value);
    }

    public void writeInt(long address, int value) {
        host().setIntAt(translate(address, 4, AccessKind.WRITE), value);
    }

    public void writeLong(long address, long value) {
        host().setLongAt(translate(address, 8, AccessKind.WRITE), value);
    }

    // The same for pointers of instructions.

    /**
     * How far from the beginning of the region a pointer is that is {@linkplain #isDeep deep} in it; for any other
     * pointer a number without meaning.
     *
     * <p>All low bits of {@link #BASE} are 0, so this is the difference. It is written so that compilers do not add its
     * constant to the offset of an instruction: the number is then the same for all instructions that use the pointer.
     */
    public static long depth(long pointer) {
        return pointer ^ BASE;
    }

    /**
     * Whether an access at the pointer of this {@linkplain #depth depth} plus this offset is in the region, and in no
     * danger of being near its ends. In strict mode never: there every access is looked at.
     *
     * @param offset of 16 bits, signed
     */
    public boolean isDeep(long depth, int offset) {
        holdStill();
        if (shadow != null || size < 4 * MARGIN) {
            return false;
        }
        return offset >= 0
                ? Long.compareUnsigned(depth, size - MARGIN) < 0
                : Long.compareUnsigned(depth - MARGIN, size - 2 * MARGIN) < 0;
    }

    public byte byteAt(long depth, int offset) {
        return host.byteAt(depth + offset);
    }

    public short shortAt(long depth, int offset) {
        return host.shortAt(depth + offset);
    }

    public int intAt(long depth, int offset) {
        return host.intAt(depth + offset);
    }

    public long longAt(long depth, int offset) {
        return host.longAt(depth + offset);
    }

    public void setByteAt(long depth, int offset, byte value) {
        host.setByteAt(depth + offset, value);
    }

    public void setShortAt(long depth, int offset, short value) {
        host.setShortAt(depth + offset, value);
    }

    public void setIntAt(long depth, int offset, int value) {
        host.setIntAt(depth + offset, value);
    }

    public void setLongAt(long depth, int offset, long value) {
        host.setLongAt(depth + offset, value);
    }

    private long translate(long address, long length, AccessKind access) {
        long offset = address - BASE;
        if (Long.compareUnsigned(offset, size - length) > 0) {
            transferToInterpreter();
            throw MemoryFault.unmapped(address, length, access);
        }
        if (shadow != null) {
            shadow.check(offset, length, access);
        }
        return offset;
    }

    private HostMemory host() {
        holdStill();
        return host;
    }

    /** Compiled code that goes on from here holds as long as memory lies where it is. */
    private void holdStill() {
        if (inCompiledCode() && (unmoved == null || !unmoved.isValid())) {
            transferToInterpreterAndInvalidate();
            expectCompiledCode();
        }
    }

    /** Prepares for code that is compiled to rely on where memory lies. */
    public void expectCompiledCode() {
        if (unmoved == null) {
            unmoved = Assumption.create("simulated memory stays where it is");
        }
    }

    // Atomic operations: each returns what was there before.

    public int getAndAddInt(long address, int operand) {
        int old = readInt(address);
        writeInt(address, old + operand);
        return old;
    }

    public long getAndAddLong(long address, long operand) {
        long old = readLong(address);
        writeLong(address, old + operand);
        return old;
    }

    public int getAndAndInt(long address, int operand) {
        int old = readInt(address);
        writeInt(address, old & operand);
        return old;
    }

    public long getAndAndLong(long address, long operand) {
        long old = readLong(address);
        writeLong(address, old & operand);
        return old;
    }

    public int getAndOrInt(long address, int operand) {
        int old = readInt(address);
        writeInt(address, old | operand);
        return old;
    }

    public long getAndOrLong(long address, long operand) {
        long old = readLong(address);
        writeLong(address, old | operand);
        return old;
    }

    public int getAndXorInt(long address, int operand) {
        int old = readInt(address);
        writeInt(address, old ^ operand);
        return old;
    }

    public long getAndXorLong(long address, long operand) {
        long old = readLong(address);
        writeLong(address, old ^ operand);
        return old;
    }

    public int getAndSetInt(long address, int value) {
        int old = readInt(address);
        writeInt(address, value);
        return old;
    }

    public long getAndSetLong(long address, long value) {
        long old = readLong(address);
        writeLong(address, value);
        return old;
    }

    /** Writes the value when the expected one is there; the memory must be writable in both cases. */
    public int compareAndExchangeInt(long address, int expected, int value) {
        int old = readInt(address);
        writeInt(address, old == expected ? value : old);
        return old;
    }

    /** Writes the value when the expected one is there; the memory must be writable in both cases. */
    public long compareAndExchangeLong(long address, long expected, long value) {
        long old = readLong(address);
        writeLong(address, old == expected ? value : old);
        return old;
    }

    // Many bytes.

    /** Copies bytes within the space; source and destination may overlap. */
    public void copy(long from, long to, long length) {
        if (length <= SMALL_COPY && shadow == null && Long.compareUnsigned(to - from, length) >= 0) {
            copyForward(from, to, length);
        } else {
            copyMany(from, to, length);
        }
    }

    // In the next two, all that depends on a constant length is folded: the tail is not behind the loop's counter.

    private void copyForward(long from, long to, long length) {
        long words = length & -8;
        for (long at = 0; at < words; at += 8) {
            writeLong(to + at, readLong(from + at));
        }
        long at = words;
        if ((length & 4) != 0) {
            writeInt(to + at, readInt(from + at));
            at += 4;
        }
        if ((length & 2) != 0) {
            writeShort(to + at, readShort(from + at));
            at += 2;
        }
        if ((length & 1) != 0) {
            writeByte(to + at, readByte(from + at));
        }
    }

    @TruffleBoundary
    private void copyMany(long from, long to, long length) {
        long source = range(from, length, AccessKind.READ);
        long target = range(to, length, AccessKind.WRITE);
        MemorySegment.copy(host.segment(), source, host.segment(), target, length);
        if (shadow != null) {
            shadow.copyStates(source, target, length);
        }
    }

    /** Whether two ranges hold the same bytes. */
    public boolean equalBytes(long first, long second, long length) {
        long words = length & -8;
        for (long at = 0; at < words; at += 8) {
            if (readLong(first + at) != readLong(second + at)) {
                return false;
            }
        }
        long at = words;
        if ((length & 4) != 0) {
            if (readInt(first + at) != readInt(second + at)) {
                return false;
            }
            at += 4;
        }
        if ((length & 2) != 0) {
            if (readShort(first + at) != readShort(second + at)) {
                return false;
            }
            at += 2;
        }
        return (length & 1) == 0 || readByte(first + at) == readByte(second + at);
    }

    @TruffleBoundary
    public void fill(long address, long length, byte value) {
        long offset = range(address, length, AccessKind.WRITE);
        host.segment().asSlice(offset, length).fill(value);
        if (shadow != null) {
            shadow.markInitialised(offset, length);
        }
    }

    /** A copy of the bytes from here on. */
    @TruffleBoundary
    public byte[] bytes(long address, int length) {
        long offset = range(address, length, AccessKind.READ);
        byte[] copy = new byte[length];
        MemorySegment.copy(host.segment(), ValueLayout.JAVA_BYTE, offset, copy, 0, length);
        return copy;
    }

    /** Copies bytes out to a host array. */
    @TruffleBoundary
    public void read(long address, byte[] target, int from, int length) {
        long offset = range(address, length, AccessKind.READ);
        MemorySegment.copy(host.segment(), ValueLayout.JAVA_BYTE, offset, target, from, length);
    }

    /** Copies a whole host array in. */
    public void write(long address, byte[] source) {
        write(address, source, 0, source.length);
    }

    /** Copies bytes in from a host array. */
    @TruffleBoundary
    public void write(long address, byte[] source, int from, int length) {
        long offset = range(address, length, AccessKind.WRITE);
        MemorySegment.copy(source, from, host.segment(), ValueLayout.JAVA_BYTE, offset, length);
        if (shadow != null) {
            shadow.markInitialised(offset, length);
        }
    }

    private long range(long address, long length, AccessKind access) {
        if (!contains(address, length)) {
            throw MemoryFault.unmapped(address, length, access);
        }
        long offset = address - BASE;
        if (shadow != null) {
            shadow.checkAllocated(offset, length, access);
        }
        return offset;
    }

    // Allocation.

    /**
     * Gives out zeroed memory. The same sequence of calls gives the same addresses.
     *
     * @param length bytes, at least 1
     * @param alignment a power of two up to {@link #PAGE_SIZE}
     * @param what names the memory in the reports of strict mode
     * @return its address
     * @throws dev.skep.kernel.KernelException ENOMEM beyond the limit
     */
    @TruffleBoundary
    public long allocate(long length, int alignment, String what) {
        if (length < 1 || Integer.bitCount(alignment) != 1 || alignment > PAGE_SIZE) {
            throw new IllegalArgumentException(what + ": " + length + " bytes aligned to " + alignment);
        }
        long offset;
        if (shadow == null) {
            offset = heap.allocate(length, alignment);
            growTo(offset + length);
        } else {
            long redzone = Math.max(alignment, Shadow.REDZONE);
            long block = heap.allocate(length + 2 * redzone, alignment);
            growTo(block + length + 2 * redzone);
            offset = block + redzone;
            shadow.allocated(block, offset, length, redzone, what);
        }
        host.segment().asSlice(offset, length).fill((byte) 0);
        return BASE + offset;
    }

    /**
     * Takes back what {@link #allocate} gave.
     *
     * @throws MemoryFault when nothing was allocated at this address, or it was freed before
     */
    @TruffleBoundary
    public void free(long address) {
        long offset = address - BASE;
        if (shadow == null) {
            heap.free(offset);
        } else {
            shadow.freed(offset, heap);
        }
    }

    /** Strict mode: a read of these bytes before they are written is reported. Otherwise nothing. */
    @TruffleBoundary
    public void markUninitialised(long address, long length) {
        if (shadow != null) {
            shadow.markUninitialised(range(address, length, AccessKind.WRITE), length);
        }
    }

    /**
     * Strict mode: who to ask for the place, in words, at which the machine is now: the program and its instruction.
     */
    public void reportPlacesWith(Supplier<String> place) {
        if (shadow != null) {
            shadow.reportPlacesWith(place);
        }
    }

    private void growTo(long needed) {
        long roomy = Math.min(limit, (needed + MARGIN + PAGE_SIZE - 1) & -PAGE_SIZE);
        if (roomy <= size) {
            return;
        }
        long grown = Math.min(limit, Math.max(size * 2, roomy));
        HostMemory larger = HostMemory.reserve(grown);
        MemorySegment.copy(host.segment(), 0, larger.segment(), 0, size);
        Assumption old = unmoved;
        host = larger;
        size = grown;
        if (shadow != null) {
            shadow.growTo(grown);
        }
        if (old != null) {
            unmoved = null;
            expectCompiledCode();
            old.invalidate("simulated memory grew to " + grown + " bytes");
        }
    }
}
