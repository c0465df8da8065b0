package dev.skep.nodes;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of what programs execute, beside their results. The nodes that keep it are made only where somebody
 * wants it.
 *
 * @param coverage counts lines and branches; null for nothing
 * @param trails whether each program knows which way it went last
 */
public record Observation(@Nullable Coverage coverage, Trails trails) {
    /** Nothing is kept. */
    public static final Observation NONE = new Observation(null, Trails.FORGOTTEN);

    /** Whether each program knows which way it went last. */
    public enum Trails {
        FORGOTTEN,
        KEPT
    }

    public Observation withCoverage(@Nullable Coverage value) {
        return new Observation(value, trails);
    }

    public Observation withTrails(Trails value) {
        return new Observation(coverage, value);
    }
}
