package dev.skep.kernel.object;

import dev.skep.kernel.map.FieldKind;
import dev.skep.kernel.map.SpecialField;
import dev.skep.kernel.map.SpecialFields;
import org.jspecify.annotations.Nullable;

/**
 * A struct of a program of which objects are allocated. Counterpart: {@code struct btf_struct_meta}.
 *
 * @param name of the struct
 * @param sizeBytes of an object
 * @param fields what in an object belongs to the kernel
 */
record ObjectType(String name, int sizeBytes, SpecialFields fields) {
    /** Where the reference count is, or {@code null} where an object has one owner only. */
    @Nullable
    SpecialField refcount() {
        return fields.first(FieldKind.REFCOUNT);
    }
}
