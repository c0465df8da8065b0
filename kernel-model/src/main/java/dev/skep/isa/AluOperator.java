package dev.skep.isa;

/**
 * The arithmetic operators (RFC 9669, section 4.1), each with its encoding, the way the kernel's log writes it, and
 * what it computes.
 *
 * <p>Nothing traps: a division by zero gives 0, a remainder by zero leaves the destination, {@code MIN / -1} wraps, and
 * shift counts are taken modulo the width. Results of 32-bit operations are to be zero-extended by the caller.
 */
public enum AluOperator {
    ADD(0x00, 0, "+=") {
        @Override
        public long apply64(long destination, long source) {
            return destination + source;
        }

        @Override
        public int apply32(int destination, int source) {
            return destination + source;
        }
    },
    SUB(0x10, 0, "-=") {
        @Override
        public long apply64(long destination, long source) {
            return destination - source;
        }

        @Override
        public int apply32(int destination, int source) {
            return destination - source;
        }
    },
    MUL(0x20, 0, "*=") {
        @Override
        public long apply64(long destination, long source) {
            return destination * source;
        }

        @Override
        public int apply32(int destination, int source) {
            return destination * source;
        }
    },
    DIV(0x30, 0, "/=") {
        @Override
        public long apply64(long destination, long source) {
            return source == 0 ? 0 : Long.divideUnsigned(destination, source);
        }

        @Override
        public int apply32(int destination, int source) {
            return source == 0 ? 0 : Integer.divideUnsigned(destination, source);
        }
    },
    SDIV(0x30, 1, "s/=") {
        @Override
        public long apply64(long destination, long source) {
            return source == 0 ? 0 : destination / source;
        }

        @Override
        public int apply32(int destination, int source) {
            return source == 0 ? 0 : destination / source;
        }
    },
    OR(0x40, 0, "|=") {
        @Override
        public long apply64(long destination, long source) {
            return destination | source;
        }

        @Override
        public int apply32(int destination, int source) {
            return destination | source;
        }
    },
    AND(0x50, 0, "&=") {
        @Override
        public long apply64(long destination, long source) {
            return destination & source;
        }

        @Override
        public int apply32(int destination, int source) {
            return destination & source;
        }
    },
    LSH(0x60, 0, "<<=") {
        @Override
        public long apply64(long destination, long source) {
            return destination << source;
        }

        @Override
        public int apply32(int destination, int source) {
            return destination << source;
        }
    },
    RSH(0x70, 0, ">>=") {
        @Override
        public long apply64(long destination, long source) {
            return destination >>> source;
        }

        @Override
        public int apply32(int destination, int source) {
            return destination >>> source;
        }
    },
    MOD(0x90, 0, "%=") {
        @Override
        public long apply64(long destination, long source) {
            return source == 0 ? destination : Long.remainderUnsigned(destination, source);
        }

        @Override
        public int apply32(int destination, int source) {
            return source == 0 ? destination : Integer.remainderUnsigned(destination, source);
        }
    },
    SMOD(0x90, 1, "s%=") {
        @Override
        public long apply64(long destination, long source) {
            return source == 0 ? destination : destination % source;
        }

        @Override
        public int apply32(int destination, int source) {
            return source == 0 ? destination : destination % source;
        }
    },
    XOR(0xa0, 0, "^=") {
        @Override
        public long apply64(long destination, long source) {
            return destination ^ source;
        }

        @Override
        public int apply32(int destination, int source) {
            return destination ^ source;
        }
    },
    ARSH(0xc0, 0, "s>>=") {
        @Override
        public long apply64(long destination, long source) {
            return destination >> source;
        }

        @Override
        public int apply32(int destination, int source) {
            return destination >> source;
        }
    };

    private final int code;
    private final int offset;
    private final String symbol;

    AluOperator(int code, int offset, String symbol) {
        this.code = code;
        this.offset = offset;
        this.symbol = symbol;
    }

    public abstract long apply64(long destination, long source);

    public abstract int apply32(int destination, int source);

    /** The operator as an assignment: {@code +=}. */
    public String symbol() {
        return symbol;
    }

    /** The operation bits of an opcode. */
    int code() {
        return code;
    }

    /** What stands in the offset field: 1 makes a division or a remainder a signed one. */
    int offset() {
        return offset;
    }
}
