package dev.skep.isa;

/** The size of a memory access. */
public enum MemorySize {
    U8(1, 0x10),
    U16(2, 0x08),
    U32(4, 0x00),
    U64(8, 0x18);

    private final int bytes;
    private final int code;

    MemorySize(int bytes, int code) {
        this.bytes = bytes;
        this.code = code;
    }

    public int bytes() {
        return bytes;
    }

    public int bits() {
        return bytes * 8;
    }

    /** The size bits of an opcode (RFC 9669, section 5). */
    int code() {
        return code;
    }

    /** {@code u8} to {@code u64}, as the kernel's log casts. */
    public String unsignedName() {
        return "u" + bits();
    }

    /** {@code s8} to {@code s64}. */
    public String signedName() {
        return "s" + bits();
    }

    /** What a load of this size puts into a register: the upper bits cleared. */
    public long zeroExtend(long value) {
        return this == U64 ? value : value & ((1L << bits()) - 1);
    }

    /** What a sign-extending load of this size puts into a register. */
    public long signExtend(long value) {
        int unused = 64 - bits();
        return value << unused >> unused;
    }
}
