package dev.skep.link.core;

/**
 * How much comparing one relocation may take. Types that contain others several times over, level upon level, would
 * keep a comparison busy for years; those of real kernels take some thousands of steps.
 */
final class Budget {
    private static final int STEPS = 1 << 21;

    private int left = STEPS;

    void step() {
        if (--left < 0) {
            throw new UnresolvableException("types that nest without end", "at most " + STEPS + " members to compare");
        }
    }
}
