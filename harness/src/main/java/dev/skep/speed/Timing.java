package dev.skep.speed;

import java.util.Arrays;
import java.util.List;

/**
 * What was measured of one contender: nanoseconds of processor time for a run of the program on one frame.
 *
 * @param medianNs over the rounds
 * @param lowNs a quarter of the rounds took at most this
 * @param highNs three quarters of the rounds took at most this
 * @param warmUp what was measured before the rounds
 */
public record Timing(double medianNs, double lowNs, double highNs, List<WarmUpStep> warmUp) {
    /** From here on warm-up counts as over: within a quarter of the final speed. */
    private static final double WARM = 1.25;

    /**
     * A measurement while the program warmed up.
     *
     * @param elapsedNs since its first run, in time of the clock on the wall
     * @param runNs as above
     */
    public record WarmUpStep(long elapsedNs, double runNs) {}

    public Timing {
        warmUp = List.copyOf(warmUp);
    }

    static Timing of(double[] samples, List<WarmUpStep> warmUp) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        return new Timing(quantile(sorted, 2), quantile(sorted, 1), quantile(sorted, 3), warmUp);
    }

    private static double quantile(double[] sorted, int quarters) {
        double position = (sorted.length - 1) * quarters / 4.0;
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
    }

    /** When it first ran at most a quarter slower than in the end; -1 when it did not while it warmed up. */
    public long warmAfterNs() {
        for (WarmUpStep step : warmUp) {
            if (step.runNs() <= medianNs * WARM) {
                return step.elapsedNs();
            }
        }
        return -1;
    }
}
