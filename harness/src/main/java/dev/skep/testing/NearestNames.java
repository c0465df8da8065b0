package dev.skep.testing;

import java.util.Collection;
import java.util.List;

/** What messages say about the names that somebody who wrote a wrong one may have meant. */
public final class NearestNames {
    private NearestNames() {}

    /** The names that come nearest, the nearest first. */
    public static List<String> of(String wrong, Collection<String> names) {
        return dev.skep.kernel.NearestNames.of(wrong, names);
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
}
