package dev.skep.verifier.state;

/**
 * Up to six registers or slots that hold the same number, packed into one {@code long} so that the history can keep
 * them:
 *
 * <pre>
 *   ... | is register (1) | slot or register (6) | frame (3) | count (4)
 * </pre>
 */
public final class LinkedRegisters {
    /** How many fit. */
    public static final int MAX = 6;

    private static final int COUNT_BITS = 4;
    private static final int ENTRY_BITS = 10;

    private final int[] entries = new int[MAX];
    private int count;

    public int count() {
        return count;
    }

    /** @return false when there is no place left */
    public boolean add(int frame, int index, Place place) {
        if (count == MAX) {
            return false;
        }
        entries[count++] = frame | index << 3 | (place == Place.REGISTER ? 1 << 9 : 0);
        return true;
    }

    /** Where the number is. */
    public enum Place {
        REGISTER,
        SLOT
    }

    public int frame(int entry) {
        return entries[entry] & 7;
    }

    public int index(int entry) {
        return entries[entry] >> 3 & 63;
    }

    public boolean isRegister(int entry) {
        return entries[entry] >> 9 != 0;
    }

    public long pack() {
        long packed = 0;
        for (int entry = 0; entry < count; entry++) {
            packed = packed << ENTRY_BITS | entries[entry];
        }
        return packed << COUNT_BITS | count;
    }

    public static LinkedRegisters unpack(long packed) {
        LinkedRegisters result = new LinkedRegisters();
        result.count = (int) packed & ((1 << COUNT_BITS) - 1);
        long rest = packed >>> COUNT_BITS;
        for (int entry = 0; entry < result.count; entry++) {
            result.entries[entry] = (int) rest & ((1 << ENTRY_BITS) - 1);
            rest >>>= ENTRY_BITS;
        }
        return result;
    }
}
