package dev.skep.verifier.state;

/** Where an open-coded iterator is; {@code enum bpf_iter_state}. */
public enum IteratorState {
    INVALID("<invalid>"),
    ACTIVE("active"),
    DRAINED("drained");

    private static final IteratorState[] VALUES = values();

    private final String text;

    IteratorState(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public static IteratorState of(int ordinal) {
        return VALUES[ordinal];
    }
}
