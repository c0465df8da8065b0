package dev.skep.kernel;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The names that somebody who wrote a wrong one may have meant. */
public final class NearestNames {
    private static final int MOST = 5;

    private NearestNames() {}

    /** The names that come nearest, at most five, the nearest first. */
    public static List<String> of(String wrong, Collection<String> names) {
        return names.stream()
                .distinct()
                .sorted(Comparator.comparingInt((String name) -> distance(name, wrong))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    /**
     * The names of types of a kind that come nearest, without what they all begin with.
     *
     * @param prefix {@code bpf_lsm_} of the security hooks
     */
    public static List<String> of(String wrong, Btf btf, BtfKind kind, String prefix) {
        List<String> names = new ArrayList<>();
        for (int id = 1; id < btf.typeCount(); id++) {
            if (btf.kind(id) == kind && btf.name(id).startsWith(prefix)) {
                names.add(btf.name(id).substring(prefix.length()));
            }
        }
        return of(wrong, names);
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
