package dev.skep.kernel.program;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** How often a program returned what; values are 32-bit numbers without sign. */
public final class ReturnCounts {
    /** Different values that are told apart; a program may return something else each time. */
    public static final int MOST_VALUES = 1 << 14;

    /** Values that are counted without a look into a map. */
    private static final int COMMON = 16;

    private final long[] common = new long[COMMON];
    private final Map<Long, Long> rare = new TreeMap<>();
    private long others;

    /** Counts what r0 held at the end. */
    public void count(long result) {
        long returned = result & 0xffff_ffffL;
        if (returned < COMMON) {
            common[(int) returned]++;
        } else if (rare.size() < MOST_VALUES || rare.containsKey(returned)) {
            rare.merge(returned, 1L, Long::sum);
        } else {
            others++;
        }
    }

    /** By rising value. */
    public Map<Long, Long> byValue() {
        Map<Long, Long> counts = new LinkedHashMap<>();
        for (int value = 0; value < COMMON; value++) {
            if (common[value] != 0) {
                counts.put((long) value, common[value]);
            }
        }
        counts.putAll(rare);
        return counts;
    }

    /** How often it returned a value that is not among those that were told apart. */
    public long others() {
        return others;
    }
}
