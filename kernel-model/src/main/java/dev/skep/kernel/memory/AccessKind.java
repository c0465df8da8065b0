package dev.skep.kernel.memory;

/** What an access wanted to do. */
public enum AccessKind {
    READ("read"),
    WRITE("write"),
    FREE("free");

    private final String word;

    AccessKind(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
