package dev.skep.kernel.map;

import dev.skep.kernel.memory.AddressSpace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All places in a value that belong to the kernel, in order of their offsets. They are left out when values are copied.
 * Counterpart: {@code struct btf_record}.
 */
public final class SpecialFields {
    /** No such place, as in most values. */
    public static final SpecialFields NONE = new SpecialFields(List.of());

    private final List<SpecialField> fields;

    /** The parts of a value that are copied lie between these: ends and starts of the fields. */
    private final int[] starts;

    private final int[] ends;

    SpecialFields(List<SpecialField> fields) {
        this.fields = List.copyOf(fields);
        this.starts = fields.stream().mapToInt(SpecialField::offset).toArray();
        this.ends = fields.stream().mapToInt(SpecialField::end).toArray();
    }

    public List<SpecialField> list() {
        return fields;
    }

    public boolean isEmpty() {
        return starts.length == 0;
    }

    public boolean has(FieldKind kind) {
        return first(kind) != null;
    }

    /** The first field of this kind, or {@code null}. */
    public @Nullable SpecialField first(FieldKind kind) {
        for (SpecialField field : fields) {
            if (field.kind() == kind) {
                return field;
            }
        }
        return null;
    }

    /** Copies a value around the fields. */
    void copy(AddressSpace memory, long from, long to, long length) {
        int done = 0;
        for (int i = 0; i < starts.length; i++) {
            if (starts[i] > done) {
                memory.copy(from + done, to + done, starts[i] - done);
            }
            done = ends[i];
        }
        if (length > done) {
            memory.copy(from + done, to + done, length - done);
        }
    }

    /** Writes zeros to the fields. */
    void clear(AddressSpace memory, long value) {
        for (int i = 0; i < starts.length; i++) {
            memory.fill(value + starts[i], ends[i] - starts[i], (byte) 0);
        }
    }

    /** Writes zeros to everything but the fields. */
    void clearAround(AddressSpace memory, long value, long length) {
        int done = 0;
        for (int i = 0; i < starts.length; i++) {
            memory.fill(value + done, starts[i] - done, (byte) 0);
            done = ends[i];
        }
        memory.fill(value + done, length - done, (byte) 0);
    }

    /** Whether two values hold the same fields at the same places: what an inner map must share with its template. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SpecialFields that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }
}
