package dev.skep.object;

import java.util.Optional;

/**
 * What a place in the code asks the kernel's types for. Counterpart: {@code enum bpf_core_relo_kind}, whose numbers are
 * the ordinals.
 */
public enum CoreKind {
    /** Where a field is. */
    FIELD_BYTE_OFFSET("byte_off"),
    /** How many bytes a field has, or must be loaded for a bit field. */
    FIELD_BYTE_SIZE("byte_sz"),
    FIELD_EXISTS("field_exists"),
    FIELD_SIGNED("signed"),
    /** How far to shift the 64 bits that hold a bit field to the left, and then back to the right. */
    FIELD_LSHIFT_U64("lshift_u64"),
    FIELD_RSHIFT_U64("rshift_u64"),
    /** The id of a type in the object. */
    TYPE_ID_LOCAL("local_type_id"),
    /** The id of a type in the kernel. */
    TYPE_ID_TARGET("target_type_id"),
    TYPE_EXISTS("type_exists"),
    TYPE_SIZE("type_size"),
    ENUMVAL_EXISTS("enumval_exists"),
    ENUMVAL_VALUE("enumval_value"),
    /** Whether the kernel's type has all that the object's has. */
    TYPE_MATCHES("type_matches");

    private static final CoreKind[] BY_NUMBER = values();

    private final String label;

    CoreKind(String label) {
        this.label = label;
    }

    /** The kind of a number, if there is one. */
    public static Optional<CoreKind> of(int number) {
        return number >= 0 && number < BY_NUMBER.length ? Optional.of(BY_NUMBER[number]) : Optional.empty();
    }

    /** libbpf's word. */
    public String label() {
        return label;
    }

    public boolean ofTypes() {
        return switch (this) {
            case TYPE_ID_LOCAL, TYPE_ID_TARGET, TYPE_EXISTS, TYPE_SIZE, TYPE_MATCHES -> true;
            case FIELD_BYTE_OFFSET,
                    FIELD_BYTE_SIZE,
                    FIELD_EXISTS,
                    FIELD_SIGNED,
                    FIELD_LSHIFT_U64,
                    FIELD_RSHIFT_U64,
                    ENUMVAL_EXISTS,
                    ENUMVAL_VALUE -> false;
        };
    }

    public boolean ofEnumerators() {
        return this == ENUMVAL_EXISTS || this == ENUMVAL_VALUE;
    }
}
