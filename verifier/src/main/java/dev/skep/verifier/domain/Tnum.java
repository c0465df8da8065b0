package dev.skep.verifier.domain;

/**
 * A number of which some bits are known; the kernel's {@code struct tnum} ({@code kernel/bpf/tnum.c}), bit for bit.
 *
 * <pre>
 *   value 0 1 0 0     a bit that is set in the mask is unknown, and clear in the value:
 *   mask  0 0 1 1     this one is 4, 5, 6 or 7
 * </pre>
 *
 * @param value the known ones
 * @param mask the unknown bits; disjoint from {@code value}
 */
public record Tnum(long value, long mask) {
    public static final Tnum UNKNOWN = new Tnum(0, -1);
    public static final Tnum ZERO = new Tnum(0, 0);

    public static Tnum constant(long value) {
        return value == 0 ? ZERO : new Tnum(value, 0);
    }

    /** The smallest tnum that holds all of the unsigned range: the common high bits are known, the others are not. */
    public static Tnum range(long min, long max) {
        int bits = 64 - Long.numberOfLeadingZeros(min ^ max);
        if (bits > 63) {
            return UNKNOWN;
        }
        long unknown = (1L << bits) - 1;
        return new Tnum(min & ~unknown, unknown);
    }

    public boolean isConstant() {
        return mask == 0;
    }

    public boolean isConstant(long expected) {
        return mask == 0 && value == expected;
    }

    public boolean isUnknown() {
        return mask == -1;
    }

    public boolean isSubregisterConstant() {
        return (int) mask == 0;
    }

    /** The least unsigned value. */
    public long min() {
        return value;
    }

    /** The greatest unsigned value. */
    public long max() {
        return value | mask;
    }

    public Tnum shiftLeft(int bits) {
        return new Tnum(value << bits, mask << bits);
    }

    public Tnum shiftRight(int bits) {
        return new Tnum(value >>> bits, mask >>> bits);
    }

    public Tnum shiftRightSigned64(int bits) {
        return new Tnum(value >> bits, mask >> bits);
    }

    /** Shifts the lower half only; the upper half becomes 0. */
    public Tnum shiftRightSigned32(int bits) {
        return new Tnum(((int) value >> bits) & 0xffff_ffffL, ((int) mask >> bits) & 0xffff_ffffL);
    }

    public Tnum plus(Tnum other) {
        long sumOfValues = value + other.value;
        long most = mask + other.mask + sumOfValues;
        long unknown = (most ^ sumOfValues) | mask | other.mask;
        return new Tnum(sumOfValues & ~unknown, unknown);
    }

    public Tnum minus(Tnum other) {
        long difference = value - other.value;
        long unknown = ((difference + mask) ^ (difference - other.mask)) | mask | other.mask;
        return new Tnum(difference & ~unknown, unknown);
    }

    public Tnum negated() {
        return ZERO.minus(this);
    }

    public Tnum and(Tnum other) {
        long ones = value & other.value;
        return new Tnum(ones, max() & other.max() & ~ones);
    }

    public Tnum or(Tnum other) {
        long ones = value | other.value;
        return new Tnum(ones, (mask | other.mask) & ~ones);
    }

    public Tnum xor(Tnum other) {
        long unknown = mask | other.mask;
        return new Tnum((value ^ other.value) & ~unknown, unknown);
    }

    /**
     * Long multiplication over the bits of this number: a known 1 adds the other number, an unknown bit may or may not
     * (Linux 6.18; older kernels were less precise).
     */
    public Tnum times(Tnum other) {
        if (isConstant() && other.isConstant()) {
            return constant(value * other.value);
        }
        // In numbers, and not in tnums of their own: programs that hash multiply more than they do anything else.
        long sum = 0;
        long sumMask = 0;
        long addend = other.value;
        long addendMask = other.mask;
        for (long ones = value, unknowns = mask; (ones | unknowns) != 0; ones >>>= 1, unknowns >>>= 1) {
            if (((ones | unknowns) & 1) != 0) {
                long added = sum + addend;
                long unknown = (sumMask + addendMask + added ^ added) | sumMask | addendMask;
                added &= ~unknown;
                if ((ones & 1) == 0) {
                    unknown |= sum ^ added | sumMask;
                    added &= sum & ~unknown;
                }
                sum = added;
                sumMask = unknown;
            }
            addend <<= 1;
            addendMask <<= 1;
        }
        return new Tnum(sum, sumMask);
    }

    /** What holds of either. */
    public Tnum union(Tnum other) {
        long unknown = (value ^ other.value) | mask | other.mask;
        return new Tnum(value & other.value & ~unknown, unknown);
    }

    /** What holds when both do. Where they contradict each other the bit becomes 1. */
    public Tnum intersect(Tnum other) {
        long unknown = mask & other.mask;
        return new Tnum((value | other.value) & ~unknown, unknown);
    }

    /** Whether some number is in both. */
    public boolean overlaps(Tnum other) {
        long known = ~mask & ~other.mask;
        return (value & known) == (other.value & known);
    }

    /** Whether every number of the other one is in this one. */
    public boolean contains(Tnum other) {
        return (other.mask & ~mask) == 0 && value == (other.value & ~mask);
    }

    public boolean contains(long number) {
        return value == (number & ~mask);
    }

    /** The smallest number in it that is greater than this one; its greatest when there is none. */
    public long after(long number) {
        if (Long.compareUnsigned(number, max()) >= 0) {
            return max();
        }
        if (Long.compareUnsigned(number, value) < 0) {
            return value;
        }
        // Of the unknown bits alone: the first choice of them from this one on.
        long least = number - value + 1;
        long wrong = least & ~mask;
        if (wrong == 0) {
            return value | least;
        }
        // Everything from the highest bit that cannot be set downwards is filled, so that adding 1 carries over it.
        long below = Long.highestOneBit(wrong) * 2 - 1;
        return value | (least | ~mask | below) + 1 & mask;
    }

    /** @param bytes 1, 2 or 4: what stays, the rest becomes 0 */
    public Tnum truncate(int bytes) {
        long kept = (1L << (bytes * 8)) - 1;
        return new Tnum(value & kept, mask & kept);
    }

    public Tnum subregister() {
        return truncate(4);
    }

    public Tnum clearSubregister() {
        return new Tnum(value & ~0xffff_ffffL, mask & ~0xffff_ffffL);
    }

    public Tnum withSubregister(Tnum low) {
        return clearSubregister().or(low.subregister());
    }

    public boolean isAligned(int bytes) {
        return (max() & (bytes - 1)) == 0;
    }

    // Written out: what a record has by default goes through method handles, and states are compared all the time.
    @Override
    public boolean equals(Object other) {
        return other instanceof Tnum tnum && value == tnum.value && mask == tnum.mask;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(value * 31 + mask);
    }

    /** As the verifier's log writes it: {@code 4}, {@code 0x10000}, {@code (0x0; 0xff)}. */
    @Override
    public String toString() {
        if (mask != 0) {
            return "(0x" + Long.toHexString(value) + "; 0x" + Long.toHexString(mask) + ")";
        }
        boolean small = Long.compareUnsigned(value, 0xffff) <= 0;
        return small ? Long.toString(value) : "0x" + Long.toHexString(value);
    }
}
