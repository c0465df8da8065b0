package dev.skep.isa;

/** The conditions of branches (RFC 9669, section 4.3), each with its encoding, its symbol and its truth. */
public enum Condition {
    EQ(0x10, "==") {
        @Override
        public boolean test64(long left, long right) {
            return left == right;
        }

        @Override
        public boolean test32(int left, int right) {
            return left == right;
        }
    },
    GT(0x20, ">") {
        @Override
        public boolean test64(long left, long right) {
            return Long.compareUnsigned(left, right) > 0;
        }

        @Override
        public boolean test32(int left, int right) {
            return Integer.compareUnsigned(left, right) > 0;
        }
    },
    GE(0x30, ">=") {
        @Override
        public boolean test64(long left, long right) {
            return Long.compareUnsigned(left, right) >= 0;
        }

        @Override
        public boolean test32(int left, int right) {
            return Integer.compareUnsigned(left, right) >= 0;
        }
    },
    /** Some bit is set in both. */
    SET(0x40, "&") {
        @Override
        public boolean test64(long left, long right) {
            return (left & right) != 0;
        }

        @Override
        public boolean test32(int left, int right) {
            return (left & right) != 0;
        }
    },
    NE(0x50, "!=") {
        @Override
        public boolean test64(long left, long right) {
            return left != right;
        }

        @Override
        public boolean test32(int left, int right) {
            return left != right;
        }
    },
    SGT(0x60, "s>") {
        @Override
        public boolean test64(long left, long right) {
            return left > right;
        }

        @Override
        public boolean test32(int left, int right) {
            return left > right;
        }
    },
    SGE(0x70, "s>=") {
        @Override
        public boolean test64(long left, long right) {
            return left >= right;
        }

        @Override
        public boolean test32(int left, int right) {
            return left >= right;
        }
    },
    LT(0xa0, "<") {
        @Override
        public boolean test64(long left, long right) {
            return Long.compareUnsigned(left, right) < 0;
        }

        @Override
        public boolean test32(int left, int right) {
            return Integer.compareUnsigned(left, right) < 0;
        }
    },
    LE(0xb0, "<=") {
        @Override
        public boolean test64(long left, long right) {
            return Long.compareUnsigned(left, right) <= 0;
        }

        @Override
        public boolean test32(int left, int right) {
            return Integer.compareUnsigned(left, right) <= 0;
        }
    },
    SLT(0xc0, "s<") {
        @Override
        public boolean test64(long left, long right) {
            return left < right;
        }

        @Override
        public boolean test32(int left, int right) {
            return left < right;
        }
    },
    SLE(0xd0, "s<=") {
        @Override
        public boolean test64(long left, long right) {
            return left <= right;
        }

        @Override
        public boolean test32(int left, int right) {
            return left <= right;
        }
    };

    private final int code;
    private final String symbol;

    Condition(int code, String symbol) {
        this.code = code;
        this.symbol = symbol;
    }

    public abstract boolean test64(long left, long right);

    public abstract boolean test32(int left, int right);

    public String symbol() {
        return symbol;
    }

    /** The operation bits of an opcode. */
    int code() {
        return code;
    }
}
