package dev.skep.verifier.structure;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A function of the program.
 *
 * @param number 0 is the program's entry
 * @param start its first slot
 * @param end the slot after its last
 */
public record Subprogram(int number, int start, int end, Set<SubprogramTrait> traits) {
    public Subprogram {
        Set<SubprogramTrait> ordered = EnumSet.noneOf(SubprogramTrait.class);
        ordered.addAll(traits);
        traits = Collections.unmodifiableSet(ordered);
    }

    public boolean has(SubprogramTrait trait) {
        return traits.contains(trait);
    }
}
