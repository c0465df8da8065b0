package dev.skep.verifier.structure;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is known of a call's target without looking at the arguments.
 *
 * @param parameters how many of r1 to r5 it reads
 */
public record CallSummary(int parameters, Set<CallEffect> effects) {
    public CallSummary {
        Set<CallEffect> ordered = EnumSet.noneOf(CallEffect.class);
        ordered.addAll(effects);
        effects = Collections.unmodifiableSet(ordered);
    }

    boolean has(CallEffect effect) {
        return effects.contains(effect);
    }
}
