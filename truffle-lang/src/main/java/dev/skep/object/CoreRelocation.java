package dev.skep.object;

/**
 * A place that depends on the kernel's types: "compile once, run everywhere". Counterpart: {@code struct
 * bpf_core_relo}.
 *
 * @param slot from the start of the function
 * @param typeId the local type
 * @param access the way into it, {@code "0:1:2"}
 * @param kind number of a {@link CoreKind}, or of none
 */
public record CoreRelocation(int slot, int typeId, String access, int kind) {
    /** The kind in libbpf's words: {@code byte_off}. */
    public String kindName() {
        return CoreKind.of(kind).map(CoreKind::label).orElse("kind " + Integer.toUnsignedString(kind));
    }
}
