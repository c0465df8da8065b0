package dev.skep.btf;

/** The kinds of BTF types with their numbers ({@code BTF_KIND_*} of {@code uapi/linux/btf.h}). */
public enum BtfKind {
    VOID("UNKNOWN", 0, 0),
    INT("INT", 4, 0),
    PTR("PTR", 0, 0),
    ARRAY("ARRAY", 12, 0),
    STRUCT("STRUCT", 0, 12),
    UNION("UNION", 0, 12),
    ENUM("ENUM", 0, 8),
    FWD("FWD", 0, 0),
    TYPEDEF("TYPEDEF", 0, 0),
    VOLATILE("VOLATILE", 0, 0),
    CONST("CONST", 0, 0),
    RESTRICT("RESTRICT", 0, 0),
    FUNC("FUNC", 0, 0),
    FUNC_PROTO("FUNC_PROTO", 0, 8),
    VAR("VAR", 4, 0),
    DATASEC("DATASEC", 0, 12),
    FLOAT("FLOAT", 0, 0),
    DECL_TAG("DECL_TAG", 4, 0),
    TYPE_TAG("TYPE_TAG", 0, 0),
    ENUM64("ENUM64", 0, 12);

    private static final BtfKind[] BY_NUMBER = values();

    private final String label;
    private final int tailBytes;
    private final int elementBytes;

    BtfKind(String label, int tailBytes, int elementBytes) {
        this.label = label;
        this.tailBytes = tailBytes;
        this.elementBytes = elementBytes;
    }

    /** The number in bits 24 to 28 of a type's info word. */
    public int number() {
        return ordinal();
    }

    /** The name as bpftool prints it: {@code FUNC_PROTO}. */
    public String label() {
        return label;
    }

    /** Bytes that follow the common twelve: a fixed tail, then {@code vlen} elements. */
    int tailBytes(int vlen) {
        return tailBytes + vlen * elementBytes;
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
