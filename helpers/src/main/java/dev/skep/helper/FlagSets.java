package dev.skep.helper;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Immutable sets of enum constants in the order of their declaration: {@link Set#copyOf} has a different one in each
 * JVM.
 */
final class FlagSets {
    private FlagSets() {}

    static <E extends Enum<E>> Set<E> ordered(Collection<E> flags) {
        return flags.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(flags));
    }

    static <E extends Enum<E>> Set<E> union(Set<E> implied, E[] declared) {
        if (declared.length == 0) {
            return ordered(implied);
        }
        EnumSet<E> all = EnumSet.copyOf(Arrays.asList(declared));
        all.addAll(implied);
        return Collections.unmodifiableSet(all);
    }
}
