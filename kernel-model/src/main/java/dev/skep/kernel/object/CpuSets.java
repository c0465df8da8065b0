package dev.skep.kernel.object;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.memory.AddressSpace;
import java.util.function.LongBinaryOperator;

/**
 * Sets of CPUs in simulated memory, 256 bits each; those above the machine's last CPU are touched where the kernel
 * touches whole words. Counterpart: {@code linux/cpumask.h} as the reference kernel is built, with {@code NR_CPUS} 256.
 *
 * <pre>
 *   struct bpf_cpumask   | cpumask, 32 bytes | usage |
 * </pre>
 */
public final class CpuSets {
    /** {@code sizeof(struct cpumask)}. */
    public static final int BYTES = 32;

    /** {@code sizeof(struct bpf_cpumask)}. */
    private static final int STRUCT_BYTES = 40;

    private final AddressSpace memory;
    private final ObjectTable objects;
    private final int cpus;

    /** For each CPU what {@link #any} gave last. */
    private final int[] previous;

    public CpuSets(AddressSpace memory, ObjectTable objects, int cpus) {
        this.memory = memory;
        this.objects = objects;
        this.cpus = cpus;
        this.previous = new int[cpus];
    }

    /** An empty set with one reference to it; 0 when there is no memory. */
    public long create() {
        return objects.allocateCounted(STRUCT_BYTES, "struct bpf_cpumask", set -> {});
    }

    /** Whether there is such a CPU. */
    public boolean exists(long cpu) {
        return (cpu & 0xffff_ffffL) < cpus;
    }

    public boolean contains(long set, long cpu) {
        return (memory.readLong(word(set, cpu)) >>> cpu & 1) != 0;
    }

    /** Puts a CPU in; whether it was in. */
    public boolean add(long set, long cpu) {
        boolean was = contains(set, cpu);
        memory.writeLong(word(set, cpu), memory.readLong(word(set, cpu)) | 1L << cpu);
        return was;
    }

    /** Takes a CPU out; whether it was in. */
    public boolean remove(long set, long cpu) {
        boolean was = contains(set, cpu);
        memory.writeLong(word(set, cpu), memory.readLong(word(set, cpu)) & ~(1L << cpu));
        return was;
    }

    private static long word(long set, long cpu) {
        return set + (cpu >>> 6) * Long.BYTES;
    }

    private int words() {
        return (cpus + Long.SIZE - 1) / Long.SIZE;
    }

    /** The bits of a word that stand for CPUs of the machine. */
    private long mask(int word) {
        int bits = cpus - word * Long.SIZE;
        return bits >= Long.SIZE ? -1 : (1L << bits) - 1;
    }

    private long masked(long set, int word) {
        return memory.readLong(set + (long) word * Long.BYTES) & mask(word);
    }

    /** The first CPU in the set; the number of CPUs when it is empty. */
    @TruffleBoundary
    public int first(long set) {
        return next(0, word -> masked(set, word));
    }

    /** The first CPU that is not in the set; the number of CPUs when it is full. */
    @TruffleBoundary
    public int firstMissing(long set) {
        return next(0, word -> ~masked(set, word) & mask(word));
    }

    /** The first CPU that is in both sets; the number of CPUs when there is none. */
    @TruffleBoundary
    public int firstCommon(long one, long other) {
        return next(0, word -> masked(one, word) & masked(other, word));
    }

    /** A word of a set that is only computed. */
    private interface Words {
        long at(int word);
    }

    private int next(int from, Words words) {
        for (int word = from / Long.SIZE; word < words(); word++) {
            long bits = words.at(word);
            if (word == from / Long.SIZE) {
                bits &= -1L << from;
            }
            if (bits != 0) {
                return word * Long.SIZE + Long.numberOfTrailingZeros(bits);
            }
        }
        return cpus;
    }

    /**
     * Some CPU that is in both sets, another one each time; the number of CPUs when there is none.
     *
     * @param onCpu who asks: each CPU goes its own round
     */
    @TruffleBoundary
    public int any(long one, long other, int onCpu) {
        Words common = word -> masked(one, word) & masked(other, word);
        int from = previous[onCpu] + 1;
        int found = from < cpus ? next(from, common) : cpus;
        if (found == cpus) {
            found = next(0, common);
        }
        if (found < cpus) {
            previous[onCpu] = found;
        }
        return found;
    }

    /** Puts all CPUs in. */
    public void fill(long set) {
        memory.fill(set, (long) words() * Long.BYTES, (byte) 0xff);
    }

    /** Takes all CPUs out. */
    public void clear(long set) {
        memory.fill(set, BYTES, (byte) 0);
    }

    /** Writes what is in both sets to a third one; whether that is anything. */
    @TruffleBoundary
    public boolean and(long target, long one, long other) {
        long any = 0;
        for (int word = 0; word < words(); word++) {
            long bits = masked(one, word) & masked(other, word);
            memory.writeLong(target + (long) word * Long.BYTES, bits);
            any |= bits;
        }
        return any != 0;
    }

    /** Writes word by word what the operation makes of two sets. */
    @TruffleBoundary
    public void combine(long target, long one, long other, LongBinaryOperator operation) {
        for (long at = 0; at < (long) words() * Long.BYTES; at += Long.BYTES) {
            memory.writeLong(
                    target + at, operation.applyAsLong(memory.readLong(one + at), memory.readLong(other + at)));
        }
    }

    @TruffleBoundary
    public boolean equal(long one, long other) {
        return next(0, word -> masked(one, word) ^ masked(other, word)) == cpus;
    }

    @TruffleBoundary
    public boolean isSubset(long small, long large) {
        return next(0, word -> masked(small, word) & ~masked(large, word)) == cpus;
    }

    /** The number of CPUs in the set. */
    @TruffleBoundary
    public int size(long set) {
        int count = 0;
        for (int word = 0; word < words(); word++) {
            count += Long.bitCount(masked(set, word));
        }
        return count;
    }

    /** Copies all of a set. */
    public void copy(long from, long to) {
        memory.copy(from, to, BYTES);
    }

    /** Bytes that hold a bit for each CPU, in whole words. */
    public int usedBytes() {
        return words() * Long.BYTES;
    }
}
