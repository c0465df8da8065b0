package dev.skep.object;

/**
 * A place that depends on the kernel's types: "compile once, run everywhere". Counterpart: {@code struct
 * bpf_core_relo}.
 *
 * @param slot from the start of the function
 * @param typeId the local type
 * @param access the way into it, {@code "0:1:2"}
 * @param kind number of {@code enum bpf_core_relo_kind}; {@link #kindName}
 */
public record CoreRelocation(int slot, int typeId, String access, int kind) {
    private static final String[] KINDS = {
        "byte_off",
        "byte_sz",
        "field_exists",
        "signed",
        "lshift_u64",
        "rshift_u64",
        "local_type_id",
        "target_type_id",
        "type_exists",
        "type_size",
        "enumval_exists",
        "enumval_value",
        "type_matches"
    };

    /** The kind in libbpf's words: {@code byte_off}. */
    public String kindName() {
        return kind >= 0 && kind < KINDS.length ? KINDS[kind] : "kind " + Integer.toUnsignedString(kind);
    }
}
