package dev.skep.kernel.map;

/**
 * One place in a value that belongs to the kernel. Counterpart: {@code struct btf_field}.
 *
 * @param offset bytes from the start of the value
 * @param pointee for pointers the struct pointed to, for lists and trees the struct contained: a type id in the map's
 *     BTF; otherwise 0
 * @param nodeOffset for lists and trees where in the contained struct the node is
 */
public record SpecialField(FieldKind kind, int offset, int pointee, int nodeOffset) {

    /** The first byte behind it. */
    public int end() {
        return offset + kind.sizeBytes();
    }
}
