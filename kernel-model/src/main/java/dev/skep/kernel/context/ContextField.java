package dev.skep.kernel.context;

import org.jspecify.annotations.Nullable;

/**
 * A field of a context struct, as programs of one kind see it.
 *
 * @param name the name in C; of a member of a nested struct with a dot
 * @param offset bytes from the start of the struct
 * @param size bytes of the whole field
 * @param type its type in C
 * @param reads what may be read
 * @param writes what may be written
 * @param register what a register holds after reading
 * @param reader how it is read; {@code null} where no program of this kind runs yet, or the field cannot be read
 * @param writer how it is written; {@code null} where no program of this kind runs yet, or the field cannot be written
 */
public record ContextField(
        String name,
        int offset,
        int size,
        String type,
        AccessRule reads,
        AccessRule writes,
        ContextRegister register,
        @Nullable FieldReader reader,
        @Nullable FieldWriter writer) {

    /** Bytes of an element of an array, or of the whole. */
    public int unitBytes() {
        return type.endsWith("]") ? Integer.BYTES : size;
    }

    /** The rule for this direction. */
    public AccessRule rule(Access access) {
        return switch (access) {
            case READ -> reads;
            case WRITE -> writes;
        };
    }

    /** Whether these bytes of the context may be accessed through this field. */
    public boolean accepts(Access access, int accessOffset, int accessSize) {
        return rule(access).accepts(this, accessOffset, accessSize);
    }
}
