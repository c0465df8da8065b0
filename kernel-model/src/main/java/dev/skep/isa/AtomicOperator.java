package dev.skep.isa;

/**
 * The atomic read-modify-write operations (RFC 9669, section 5.3). They work on 4 or 8 bytes; those that fetch put the
 * old value into the source register, but {@link #CMPXCHG} puts it into r0, with which it also compares.
 */
public enum AtomicOperator {
    ADD(0x00, "+=", "add"),
    OR(0x40, "|=", "or"),
    AND(0x50, "&=", "and"),
    XOR(0xa0, "^=", "xor"),
    FETCH_ADD(0x01, "", "fetch_add"),
    FETCH_OR(0x41, "", "fetch_or"),
    FETCH_AND(0x51, "", "fetch_and"),
    FETCH_XOR(0xa1, "", "fetch_xor"),
    XCHG(0xe1, "", "xchg"),
    CMPXCHG(0xf1, "", "cmpxchg");

    private final int code;
    private final String symbol;
    private final String functionName;

    AtomicOperator(int code, String symbol, String functionName) {
        this.code = code;
        this.symbol = symbol;
        this.functionName = functionName;
    }

    /** What stands in the immediate. */
    int code() {
        return code;
    }

    /** The assignment that the kernel writes after {@code lock}, empty for those that fetch. */
    public String symbol() {
        return symbol;
    }

    /** The name of the operation as a function: {@code fetch_add}, {@code xchg}. */
    public String functionName() {
        return functionName;
    }

    /** Whether the old value comes back, in the source register or, for {@link #CMPXCHG}, in r0. */
    public boolean fetches() {
        return (code & 1) != 0;
    }

    /**
     * What is stored. 4-byte operations use the lower half of the result.
     *
     * @param old what memory holds
     * @param source the source register
     * @param expected r0, which only {@link #CMPXCHG} looks at; both must be of the size of the access already
     */
    public long apply(long old, long source, long expected) {
        return switch (this) {
            case ADD, FETCH_ADD -> old + source;
            case OR, FETCH_OR -> old | source;
            case AND, FETCH_AND -> old & source;
            case XOR, FETCH_XOR -> old ^ source;
            case XCHG -> source;
            case CMPXCHG -> old == expected ? source : old;
        };
    }
}
