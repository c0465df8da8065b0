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

    /** As reports have it. */
    public String text() {
        return text;
    }
}
