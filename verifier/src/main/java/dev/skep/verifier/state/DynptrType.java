package dev.skep.verifier.state;

/** What a dynptr is over; {@code enum bpf_dynptr_type}. */
public enum DynptrType {
    INVALID("<invalid>"),
    LOCAL("local"),
    RINGBUF("ringbuf"),
    SKB("skb"),
    XDP("xdp"),
    SKB_META("skb_meta");

    private static final DynptrType[] VALUES = values();

    private final String text;

    DynptrType(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** Whether the memory must be given back. */
    public boolean isReferenced() {
        return this == RINGBUF;
    }

    public static DynptrType of(int ordinal) {
        return VALUES[ordinal];
    }
}
