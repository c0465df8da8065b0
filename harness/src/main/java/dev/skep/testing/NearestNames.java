package dev.skep.testing;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The names that somebody who wrote a wrong one may have meant. */
public final class NearestNames {
    private static final int MOST = 5;

    private NearestNames() {}

    /** The names that come nearest, the nearest first. */
    public static List<String> of(String wrong, Collection<String> names) {
        return names.stream()
                .distinct()
                .sorted(Comparator.comparingInt((String name) -> distance(name, wrong))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    /** How a message about a wrong name ends: {@code it has xdp_firewall, xdp_count}. */
    public static String hint(String wrong, Collection<String> names) {
        return names.isEmpty() ? "it has none" : "it has " + String.join(", ", of(wrong, names));
    }

    /** What a message says was expected: the one name there is, {@code one of a, b}, or {@code nothing}. */
    public static String expected(String wrong, Collection<String> names) {
        List<String> nearest = of(wrong, names);
        return nearest.isEmpty() ? "nothing" : (nearest.size() == 1 ? "" : "one of ") + String.join(", ", nearest);
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
