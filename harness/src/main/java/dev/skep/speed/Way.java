package dev.skep.speed;

/** By what a program is run. */
public enum Way {
    INTERPRETED("interpreted"),
    COMPILED("compiled"),
    KERNEL("kernel");

    private final String text;

    Way(String text) {
        this.text = text;
    }

    /** Whether it gets faster while it runs. The kernel compiles a program when it is loaded, once. */
    boolean warmsUp() {
        return this != KERNEL;
    }

    /** As reports have it. */
    public String text() {
        return text;
    }
}
