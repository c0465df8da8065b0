package dev.skep.casefile;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The names that come nearest to one that nobody knows. */
final class Nearest {
    private static final int SHOWN = 5;

    private Nearest() {}

    /** At most five of the known names, the nearest first; of equally near ones the first in the alphabet. */
    static List<String> to(String name, Collection<String> known) {
        return known.stream()
                .distinct()
                .sorted(Comparator.comparingInt((String each) -> distance(each, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SHOWN)
                .toList();
    }

    /** The same with commas between them and words in front; {@code nothing} where none is known. */
    static String of(String name, Collection<String> known, String before) {
        List<String> nearest = to(name, known);
        return nearest.isEmpty() ? "nothing" : (nearest.size() == 1 ? "" : before) + String.join(", ", nearest);
    }

    /** Edits that turn one text into the other (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
