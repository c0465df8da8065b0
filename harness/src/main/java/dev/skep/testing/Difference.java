package dev.skep.testing;

/** What this machine's kernel and the simulated one say differently, side by side. */
final class Difference {
    private Difference() {}

    static String text(String what, String here, String simulated) {
        return what + "\n    this machine: " + here + "\n    simulated:    " + simulated;
    }
}
