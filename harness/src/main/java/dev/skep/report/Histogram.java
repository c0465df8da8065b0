package dev.skep.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Log2 histograms as the tools of bcc print them: a line for each slot up to the last that is not empty. */
final class Histogram {
    private static final String SLOTS = "slots";
    private static final int FEWEST_SLOTS = 8;
    private static final int FEW_SLOTS = 32;

    private Histogram() {}

    /**
     * The slots of a value that is a histogram, as programs write them by convention: a struct with a member
     * {@code slots} that is an array of numbers.
     */
    static Optional<List<Long>> slots(Object value) {
        if (!(value instanceof Map<?, ?> members) || !(members.get(SLOTS) instanceof List<?> list)) {
            return Optional.empty();
        }
        List<Long> slots = new ArrayList<>();
        for (Object slot : list) {
            if (!(slot instanceof Long number) || number < 0) {
                return Optional.empty();
            }
            slots.add(number);
        }
        return slots.size() < FEWEST_SLOTS || slots.size() > Long.SIZE ? Optional.empty() : Optional.of(slots);
    }

    /**
     * The lines of a histogram; none if all slots are empty.
     *
     * @param unit heads the ranges: {@code usecs}
     */
    static List<String> lines(String unit, List<Long> slots) {
        int count = 0;
        long highest = 0;
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i) > 0) {
                count = i + 1;
                highest = Math.max(highest, slots.get(i));
            }
        }
        List<String> lines = new ArrayList<>();
        if (count == 0) {
            return lines;
        }
        boolean few = count - 1 <= FEW_SLOTS;
        int width = few ? 10 : 20;
        int stars = few ? 40 : 20;
        lines.add((few ? " ".repeat(5) : " ".repeat(15))
                + String.format(
                        Locale.ROOT, few ? "%-19s : count    distribution" : "%-29s : count    distribution", unit));
        for (int i = 0; i < count; i++) {
            long high = (1L << i + 1) - 1;
            long low = i == 0 ? 0 : 1L << i;
            int filled = (int) (slots.get(i) * (double) stars / highest);
            lines.add(
                    String.format(Locale.ROOT, "%" + width + "d -> %-" + width + "d : %-8d |", low, high, slots.get(i))
                            + "*".repeat(filled) + " ".repeat(stars - filled) + "|");
        }
        return lines;
    }
}
