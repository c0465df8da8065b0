package dev.skep.isa;

/**
 * The three ways to rearrange the bytes of a register (RFC 9669, section 4.2). The machine is little-endian, as x86-64
 * is: to little endian only truncates.
 */
public enum ByteSwap {
    TO_LITTLE_ENDIAN("le", 0xd4),
    TO_BIG_ENDIAN("be", 0xdc),
    SWAP("bswap", 0xd7);

    private final String symbol;
    private final int opcode;

    ByteSwap(String symbol, int opcode) {
        this.symbol = symbol;
        this.opcode = opcode;
    }

    /**
     * The value with its lowest bytes rearranged and those above cleared.
     *
     * @param bits 16, 32 or 64: the bits that count
     */
    public long apply(long value, int bits) {
        long low = value << (64 - bits) >>> (64 - bits);
        return this == TO_LITTLE_ENDIAN ? low : Long.reverseBytes(low) >>> (64 - bits);
    }

    public String symbol() {
        return symbol;
    }

    int opcode() {
        return opcode;
    }
}
