package dev.skep.kernel.map;

import java.util.ArrayList;
import java.util.List;

/**
 * Which pages of an arena are free. What is asked for comes from the smallest range that is large enough, among equals
 * the one that became free last. Counterpart: {@code kernel/bpf/range_tree.c}.
 */
final class FreeRanges {
    /** In the order in which they came to be. */
    private final List<Range> ranges = new ArrayList<>();

    private record Range(long first, long count) {
        long end() {
            return first + count;
        }
    }

    FreeRanges(long count) {
        ranges.add(new Range(0, count));
    }

    /** Where so many free pages begin; -1 when there are no such. */
    long find(long count) {
        Range best = null;
        for (Range range : ranges) {
            if (range.count >= count && (best == null || range.count <= best.count)) {
                best = range;
            }
        }
        return best == null ? -1 : best.first;
    }

    /** Whether all of these pages are free. */
    boolean contains(long first, long count) {
        return ranges.stream().anyMatch(range -> range.first <= first && first + count <= range.end());
    }

    /** These pages, which are free, are taken. */
    void take(long first, long count) {
        for (int i = 0; i < ranges.size(); i++) {
            Range range = ranges.get(i);
            if (range.first <= first && first + count <= range.end()) {
                ranges.remove(i);
                if (range.first < first) {
                    ranges.add(new Range(range.first, first - range.first));
                }
                if (first + count < range.end()) {
                    ranges.add(new Range(first + count, range.end() - first - count));
                }
                return;
            }
        }
    }

    /** These pages are free, whether they were or not. */
    void give(long first, long count) {
        long start = first;
        long end = first + count;
        for (int i = ranges.size() - 1; i >= 0; i--) {
            Range range = ranges.get(i);
            if (range.first <= end && start <= range.end()) {
                start = Math.min(start, range.first);
                end = Math.max(end, range.end());
                ranges.remove(i);
            }
        }
        ranges.add(new Range(start, end - start));
    }
}
