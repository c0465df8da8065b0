package dev.skep.kernel.net;

import dev.skep.kernel.memory.AddressSpace;

/**
 * The internet checksum of RFC 1071 as the kernel carries it along: 32 bits of a one's complement sum ({@code __wsum})
 * that are folded to 16 ({@code __sum16}) when they go into a header. Sums are in the byte order of the machine,
 * little-endian, as in {@code net/checksum.h} and x86's {@code csum_partial}.
 *
 * <p>A one's complement sum has two zeros. Which of them comes out is visible to programs, so the order of additions
 * here is the kernel's.
 */
public final class Checksum {
    private static final int FOLDED = 0xffff;

    private Checksum() {}

    /**
     * Adds the bytes of a buffer to a sum.
     *
     * @param length bytes; the last one of an odd number counts as if a zero followed
     * @return 32 bits, not folded
     */
    public static int partial(AddressSpace memory, long address, int length, int seed) {
        long sum = Integer.toUnsignedLong(seed);
        int done = 0;
        while (length - done >= Long.BYTES) {
            sum = addWithCarry(sum, memory.readLong(address + done));
            done += Long.BYTES;
        }
        long rest = 0;
        for (int shift = 0; done < length; shift += Byte.SIZE) {
            rest |= (memory.readByte(address + done) & 0xffL) << shift;
            done++;
        }
        sum = addWithCarry(sum, rest);
        return add((int) (sum >>> Integer.SIZE), (int) sum);
    }

    private static long addWithCarry(long a, long b) {
        long sum = a + b;
        return Long.compareUnsigned(sum, a) < 0 ? sum + 1 : sum;
    }

    /** The sum of two sums. */
    public static int add(int a, int b) {
        int sum = a + b;
        return Integer.compareUnsigned(sum, a) < 0 ? sum + 1 : sum;
    }

    /** The difference of two sums. */
    public static int subtract(int a, int b) {
        return add(a, ~b);
    }

    /** Folds a sum to the 16 bits that stand in a header: complemented. */
    public static int fold(int sum) {
        return ~from32To16(sum) & FOLDED;
    }

    /** Folds a sum to 16 bits without complementing it. */
    public static int from32To16(int sum) {
        int turned = sum + Integer.rotateLeft(sum, 16);
        return turned >>> 16;
    }

    private static int add16(int a, int b) {
        int sum = (a + b) & FOLDED;
        return sum < b ? sum + 1 : sum;
    }

    /** The checksum of a header in which 16 bits changed. */
    public static int replace16(int check, int from, int to) {
        return ~add16(add16(~check & FOLDED, ~from & FOLDED), to & FOLDED) & FOLDED;
    }

    /** The checksum of a header in which 32 bits changed. */
    public static int replace32(int check, int from, int to) {
        return fold(add(subtract(~check, from), to));
    }

    /** The checksum of a header to whose sum a difference is added. */
    public static int replaceByDifference(int check, int difference) {
        return fold(add(difference, ~check));
    }

    /** A checksum with 16 bits of its own complement's sum added: what explicit congestion notification needs. */
    public static int increase(int check, int by) {
        return add16(check, by & FOLDED);
    }
}
