package dev.skep.verifier.state;

import dev.skep.kernel.map.MapFlags;
import dev.skep.kernel.map.MapType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A map as the verifier sees it. Two views are of the same map only when they are the same object.
 *
 * @param hasBtf whether its value's type is known
 * @param fields members of the value that only the kernel may touch, in order of their offsets
 * @param inner what maps in this map look like
 * @param contents the value, where it can neither be changed by programs nor by system calls
 */
@SuppressWarnings("ArrayRecordComponent")
public record MapView(
        String name,
        MapType type,
        int keySize,
        int valueSize,
        int maxEntries,
        int flags,
        boolean hasBtf,
        List<SpecialField> fields,
        @Nullable MapView inner,
        byte @Nullable [] contents,
        long address,
        long valueAddress) {

    public boolean isReadOnlyForPrograms() {
        return (flags & MapFlags.RDONLY_PROG) != 0;
    }

    public boolean isWriteOnlyForPrograms() {
        return (flags & MapFlags.WRONLY_PROG) != 0;
    }

    /** Whether programs may point straight into its value. */
    public boolean hasDirectValue() {
        return type == MapType.ARENA || (type == MapType.ARRAY && maxEntries == 1);
    }

    public boolean has(SpecialField.Kind kind) {
        return field(kind) != null;
    }

    public @Nullable SpecialField field(SpecialField.Kind kind) {
        for (SpecialField field : fields) {
            if (field.kind() == kind) {
                return field;
            }
        }
        return null;
    }

    public boolean hasLock() {
        return has(SpecialField.Kind.SPIN_LOCK) || has(SpecialField.Kind.RES_SPIN_LOCK);
    }

    /** The kptr at this offset. */
    public @Nullable SpecialField kptrAt(long offset) {
        for (SpecialField field : fields) {
            if (field.offset() == offset && (field.kind().isKptr() || field.kind() == SpecialField.Kind.UPTR)) {
                return field;
            }
        }
        return null;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return type + " " + name;
    }
}
