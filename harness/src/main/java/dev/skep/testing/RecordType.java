package dev.skep.testing;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.session.RecordForm;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The type of the records of a ring or perf buffer. A buffer declares none; the name of the map tells it, as
 * {@link RecordForm} says.
 *
 * @param btf null if the object has no types
 * @param id of the struct; 0 when the name tells none
 */
record RecordType(String map, @Nullable Btf btf, int id) {
    static RecordType of(@Nullable Btf btf, String map) {
        return new RecordType(
                map, btf, btf == null ? 0 : RecordForm.struct(btf, map).orElse(0));
    }

    /** The same, or that of the struct of this name if nothing tells it yet. */
    RecordType named(String struct) {
        if (id != 0 || btf == null) {
            return this;
        }
        OptionalInt found = btf.find(struct, BtfKind.STRUCT);
        return found.isPresent() ? new RecordType(map, btf, found.getAsInt()) : this;
    }

    /** By the type if it is known and the record has its size, else as hex. */
    Object read(byte[] bytes) {
        return fits(bytes) ? typed(bytes) : HexFormat.of().formatHex(bytes);
    }

    /** @throws IllegalArgumentException if no type is known, or the record has another size */
    Object readTyped(byte[] bytes) {
        Btf types = btf;
        if (types == null || id == 0) {
            throw new IllegalArgumentException("map " + map + ": neither its name nor that of the class tells the type"
                    + " of its records; structs: "
                    + NearestNames.hint(map, types == null ? List.of() : structs(types)));
        }
        if (!fits(bytes)) {
            throw new IllegalArgumentException("map " + map + ": a record of " + bytes.length + " bytes, expected "
                    + types.sizeOf(id) + " (struct " + types.name(id) + ")");
        }
        return typed(bytes);
    }

    private static List<String> structs(Btf types) {
        return IntStream.range(1, types.typeCount())
                .filter(type -> types.kind(type) == BtfKind.STRUCT)
                .mapToObj(types::name)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private boolean fits(byte[] bytes) {
        if (btf == null || id == 0) {
            return false;
        }
        long size = btf.sizeOf(id);
        return bytes.length >= size && bytes.length <= size + RecordForm.LONGEST_PADDING;
    }

    private Object typed(byte[] bytes) {
        Btf types = Objects.requireNonNull(btf);
        int size = (int) types.sizeOf(id);
        return new ValueType("map " + map, types, id, size).read(Arrays.copyOf(bytes, size));
    }
}
