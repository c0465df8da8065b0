package dev.skep.btf;

/** The kinds of BTF types with their numbers ({@code BTF_KIND_*} of {@code uapi/linux/btf.h}). */
public enum BtfKind {
    VOID(0, "UNKNOWN", 0, 0),
    INT(1, "INT", 1, 0),
    PTR(2, "PTR", 0, 0),
    ARRAY(3, "ARRAY", 3, 0),
    STRUCT(4, "STRUCT", 0, 3),
    UNION(5, "UNION", 0, 3),
    ENUM(6, "ENUM", 0, 2),
    FWD(7, "FWD", 0, 0),
    TYPEDEF(8, "TYPEDEF", 0, 0),
    VOLATILE(9, "VOLATILE", 0, 0),
    CONST(10, "CONST", 0, 0),
    RESTRICT(11, "RESTRICT", 0, 0),
    FUNC(12, "FUNC", 0, 0),
    FUNC_PROTO(13, "FUNC_PROTO", 0, 2),
    VAR(14, "VAR", 1, 0),
    DATASEC(15, "DATASEC", 0, 3),
    FLOAT(16, "FLOAT", 0, 0),
    DECL_TAG(17, "DECL_TAG", 1, 0),
    TYPE_TAG(18, "TYPE_TAG", 0, 0),
    ENUM64(19, "ENUM64", 0, 3);

    private static final BtfKind[] BY_NUMBER = values();

    private final int number;
    private final String label;
    private final int tailWords;
    private final int elementWords;

    BtfKind(int number, String label, int tailWords, int elementWords) {
        this.number = number;
        this.label = label;
        this.tailWords = tailWords;
        this.elementWords = elementWords;
    }

    /** The number in bits 24 to 28 of a type's info word. */
    public int number() {
        return number;
    }

    /** The name as bpftool prints it: {@code FUNC_PROTO}. */
    public String label() {
        return label;
    }

    /** Words that follow the common three: a fixed tail, then {@code vlen} elements. */
    int tailWords(int vlen) {
        return tailWords + vlen * elementWords;
    }

    /** How many kinds there are; every number below has one. */
    static int count() {
        return BY_NUMBER.length;
    }

    static BtfKind of(int number) {
        return BY_NUMBER[number];
    }

    /** Whether the third word of a type of this kind is the id of another type (else a size, or unused). */
    boolean refersToType() {
        return switch (this) {
            case PTR, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FUNC_PROTO, VAR, DECL_TAG, TYPE_TAG -> true;
            case VOID, INT, ARRAY, STRUCT, UNION, ENUM, FWD, DATASEC, FLOAT, ENUM64 -> false;
        };
    }
}
